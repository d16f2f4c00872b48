//! A circuit breaker: after several consecutive failures calls to the server are refused at once; from time to time
//! one probe is let through to see whether the server has recovered.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Consecutive failures that open the circuit.
const FAILURES: u32 = 3;
/// The first pause; each failed probe doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A probe without a result after this time is given up, and another is allowed.
const PROBE_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Duration,
        pause: Duration,
    },
    /// One probe is in progress.
    HalfOpen {
        since: Duration,
        pause: Duration,
    },
}

/// All times are readings of one monotonic clock, passed in by the caller.
#[derive(Debug)]
pub struct Breaker(Mutex<State>);

impl Default for Breaker {
    fn default() -> Self {
        Self(Mutex::new(State::Closed { failures: 0 }))
    }
}

impl Breaker {
    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a call may be made at `now`. A caller that may must report [`Self::succeeded`] or [`Self::failed`].
    pub fn allows_call(&self, now: Duration) -> bool {
        self.with(|state| match *state {
            State::Closed { .. } => true,
            State::Open { until, pause } if now >= until => {
                *state = State::HalfOpen { since: now, pause };
                true
            }
            State::HalfOpen { since, pause } if now >= since + PROBE_TIMEOUT => {
                *state = State::HalfOpen { since: now, pause };
                true
            }
            State::Open { .. } | State::HalfOpen { .. } => false,
        })
    }

    /// Records a success and closes the circuit.
    pub fn succeeded(&self) {
        self.with(|state| *state = State::Closed { failures: 0 });
    }

    /// Records a failure at `now`; true if it opened the circuit.
    pub fn failed(&self, now: Duration) -> bool {
        self.with(|state| {
            let open = |pause: Duration| State::Open { until: now + pause, pause };
            match *state {
                State::Closed { failures } if failures + 1 < FAILURES => {
                    *state = State::Closed { failures: failures + 1 };
                    false
                }
                State::Closed { .. } => {
                    *state = open(FIRST_PAUSE);
                    true
                }
                State::HalfOpen { pause, .. } => {
                    *state = open((pause * 2).min(LONGEST_PAUSE));
                    false
                }
                // A call made before the circuit opened.
                State::Open { .. } => false,
            }
        })
    }

    /// Whether calls are allowed without restriction.
    pub fn is_closed(&self) -> bool {
        self.with(|state| matches!(state, State::Closed { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn opened(ms: u64) -> Breaker {
        let breaker = Breaker::default();
        assert!(!breaker.failed(at(ms)) && !breaker.failed(at(ms)) && breaker.failed(at(ms)));
        breaker
    }

    #[test]
    fn three_consecutive_failures_open_the_circuit() {
        let breaker = Breaker::default();
        breaker.failed(at(0));
        breaker.failed(at(0));
        breaker.succeeded();
        assert!(!breaker.failed(at(0)) && breaker.is_closed());
        let breaker = opened(0);
        assert!(!breaker.allows_call(at(999)));
    }

    #[test]
    fn half_open_allows_one_probe_whose_outcome_decides() {
        let breaker = opened(0);
        assert!(breaker.allows_call(at(1_000)));
        assert!(!breaker.allows_call(at(1_001)), "a second probe at the same time");
        breaker.failed(at(1_100));
        assert!(!breaker.allows_call(at(3_099)), "the pause has doubled");
        assert!(breaker.allows_call(at(3_100)));
        breaker.succeeded();
        assert!(breaker.is_closed() && breaker.allows_call(at(3_101)));
    }

    #[test]
    fn pauses_grow_to_thirty_seconds_and_a_timed_out_probe_is_replaced() {
        let breaker = opened(0);
        let mut now = at(1_000);
        for _ in 0..12 {
            assert!(breaker.allows_call(now));
            breaker.failed(now);
            now += LONGEST_PAUSE;
        }
        assert!(breaker.allows_call(now));
        assert!(!breaker.allows_call(now + at(59_000)));
        assert!(breaker.allows_call(now + PROBE_TIMEOUT));
    }
}
