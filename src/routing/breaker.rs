//! A circuit breaker: after some failures in a row nobody is kept waiting for a server that is away. From
//! time to time one call goes through to see whether it is back.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Failures in a row that open the circuit.
const FAILURES: u32 = 3;
/// The first pause; each failed probe doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A probe that has not come back by then is given up, and another may go.
const PROBE_LOST: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Duration,
        pause: Duration,
    },
    /// One call is on its way to see whether the server is back.
    HalfOpen {
        since: Duration,
        pause: Duration,
    },
}

/// Times are those of a clock that is handed in and only ever goes forward.
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

    /// Whether a call may go out now. Who is told so reports how it went.
    pub fn lets_through(&self, now: Duration) -> bool {
        self.with(|state| match *state {
            State::Closed { .. } => true,
            State::Open { until, pause } if now >= until => {
                *state = State::HalfOpen { since: now, pause };
                true
            }
            State::HalfOpen { since, pause } if now >= since + PROBE_LOST => {
                *state = State::HalfOpen { since: now, pause };
                true
            }
            State::Open { .. } | State::HalfOpen { .. } => false,
        })
    }

    pub fn succeeded(&self) {
        self.with(|state| *state = State::Closed { failures: 0 });
    }

    /// Notes a failure; true if this one opened the circuit.
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
                // A call that went out before the circuit opened.
                State::Open { .. } => false,
            }
        })
    }

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
    fn three_failures_in_a_row_open_it_and_a_success_between_them_does_not() {
        let breaker = Breaker::default();
        breaker.failed(at(0));
        breaker.failed(at(0));
        breaker.succeeded();
        assert!(!breaker.failed(at(0)) && breaker.is_closed());
        let breaker = opened(0);
        assert!(!breaker.lets_through(at(999)));
    }

    #[test]
    fn half_open_one_probe_goes_and_its_outcome_decides() {
        let breaker = opened(0);
        assert!(breaker.lets_through(at(1_000)));
        assert!(!breaker.lets_through(at(1_001)), "a second probe at the same time");
        breaker.failed(at(1_100));
        assert!(!breaker.lets_through(at(3_099)), "the pause has doubled");
        assert!(breaker.lets_through(at(3_100)));
        breaker.succeeded();
        assert!(breaker.is_closed() && breaker.lets_through(at(3_101)));
    }

    #[test]
    fn pauses_grow_to_thirty_seconds_and_a_lost_probe_is_replaced() {
        let breaker = opened(0);
        let mut now = at(1_000);
        for _ in 0..12 {
            assert!(breaker.lets_through(now));
            breaker.failed(now);
            now += LONGEST_PAUSE;
        }
        assert!(breaker.lets_through(now));
        assert!(!breaker.lets_through(now + at(59_000)));
        assert!(breaker.lets_through(now + PROBE_LOST));
    }
}
