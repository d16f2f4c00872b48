//! One gate for everything that costs more than a search. Small and large calls have a lane each, so that a small one never
//! waits behind a large one. A call enters its lane and holds its place until its answer is gone. Beyond that a short queue
//! waits, and further callers are asked to come again. Searches and health checks do not pass the gate, so that they never
//! wait behind it.
//!
//! Where a call has waited in vain it is no burst any more: waiting makes answers late and lets no more of them through. Then a
//! call waits only a sixteenth of the time (as in CoDel, Nichols and Jacobson 2012: a queue that stands must drain), until
//! several calls in a row have found room at once. That the queue is empty for a moment does not count: while calls wait so
//! briefly, it is empty often, at any load.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{Error, Unavailable};

/// What a call costs at most, in time of one core and in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Up to 50 milliseconds and 5 MB.
    Small,
    /// Up to 2 seconds and 64 MB.
    Large,
}

/// How much may be computed at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateLimits {
    /// A quarter of them are large calls inside at the same time, and half of them small ones beside.
    pub permits: u32,
    /// Calls of a lane that wait at most.
    pub queue: usize,
    /// How long a call waits at most.
    pub wait: Duration,
}

impl Default for GateLimits {
    fn default() -> Self {
        Self { permits: 8, queue: 32, wait: Duration::from_secs(2) }
    }
}

/// By how much the longest wait is divided where a queue stands.
const STANDING: u32 = 16;

/// Calls in a row that find room at once where a queue stands no more. At twice the load that a lane of two or four can bear at
/// most 43 of 100 do (Erlang's loss formula, where nobody waits at all), so that eight in a row are chance once in 900 calls.
const AT_ONCE: usize = 8;

/// Lets calls in by their cost.
#[derive(Debug)]
pub struct Gate {
    small: Lane,
    large: Lane,
}

/// The right to compute and to hold an answer; it is given back when dropped.
#[derive(Debug)]
pub struct Pass {
    _permit: OwnedSemaphorePermit,
}

/// The calls of one cost.
#[derive(Debug)]
struct Lane {
    permits: Arc<Semaphore>,
    queue: Queue,
    most: usize,
    wait: Duration,
}

/// The calls that wait.
#[derive(Debug, Default)]
struct Queue {
    waiting: AtomicUsize,
    /// How many more calls must find room at once until the queue is no standing one; zero unless one has waited in vain.
    standing: AtomicUsize,
}

/// Counts a call that waits; leaves the queue when dropped, also when the caller has gone.
struct Place<'a>(&'a Queue);

impl Queue {
    /// A place in it, and how many were there before.
    fn enter(&self) -> (Place<'_>, usize) {
        (Place(self), self.waiting.fetch_add(1, Ordering::Relaxed))
    }

    /// A call has found room without waiting.
    fn at_once(&self) {
        // The last of them leaves zero; where it is zero already, nothing is written.
        let _ = self.standing.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
    }

    /// A call had to wait; it has done so in vain if it did not enter. Those in a row begin anew.
    fn has_waited(&self, in_vain: bool) {
        let _ = self.standing.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            (in_vain || left > 0).then_some(AT_ONCE)
        });
    }

    fn is_standing(&self) -> bool {
        self.standing.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Lane {
    fn new(permits: u32, limits: GateLimits) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(permits.max(1) as usize)),
            queue: Queue::default(),
            most: limits.queue,
            wait: limits.wait,
        }
    }

    async fn enter(&self) -> Option<Pass> {
        // Nobody overtakes those who wait: the semaphore is fair, and with a queue there is nothing to take at once.
        if let Ok(permit) = self.permits.clone().try_acquire_owned() {
            self.queue.at_once();
            return Some(Pass { _permit: permit });
        }
        let (_place, before) = self.queue.enter();
        if before >= self.most {
            return None;
        }
        let wait = if self.queue.is_standing() { self.wait / STANDING } else { self.wait };
        let entered = tokio::time::timeout(wait, self.permits.clone().acquire_owned()).await;
        self.queue.has_waited(entered.is_err());
        entered.ok()?.ok().map(|permit| Pass { _permit: permit })
    }
}

impl Gate {
    /// A gate with nobody inside. Each lane has room for at least one call.
    pub fn new(limits: GateLimits) -> Self {
        Self { small: Lane::new(limits.permits / 2, limits), large: Lane::new(limits.permits / 4, limits) }
    }

    fn lane(&self, cost: Cost) -> &Lane {
        match cost {
            Cost::Small => &self.small,
            Cost::Large => &self.large,
        }
    }

    /// Waits in the queue of its lane until a call may begin.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] at once if the queue is full, and after the longest wait.
    pub async fn enter(&self, cost: Cost) -> Result<Pass, Error> {
        self.lane(cost).enter().await.ok_or(Error::Unavailable(Unavailable::Busy))
    }

    /// Calls that wait in both lanes.
    pub fn waiting_calls(&self) -> usize {
        [&self.small, &self.large].map(|lane| lane.queue.waiting.load(Ordering::Relaxed)).iter().sum()
    }

    /// How many more calls may begin at once in both lanes.
    pub fn free_permits(&self) -> usize {
        [Cost::Small, Cost::Large].map(|cost| self.free(cost)).iter().sum()
    }

    /// How many more calls of a cost may begin at once.
    fn free(&self, cost: Cost) -> usize {
        self.lane(cost).permits.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Instant;

    use super::*;

    fn gate(permits: u32, queue: usize, wait: Duration) -> Gate {
        Gate::new(GateLimits { permits, queue, wait })
    }

    fn is_busy(entered: &Result<Pass, Error>) -> bool {
        matches!(entered, Err(Error::Unavailable(Unavailable::Busy)))
    }

    const LONG: Duration = Duration::from_secs(60);

    #[actix_web::test]
    async fn each_lane_has_its_own_room() {
        let gate = gate(8, 0, LONG);
        let large = [gate.enter(Cost::Large).await.unwrap(), gate.enter(Cost::Large).await.unwrap()];
        assert!(is_busy(&gate.enter(Cost::Large).await), "a third large call");
        let mut small = Vec::new();
        for _ in 0..4 {
            small.push(gate.enter(Cost::Small).await.unwrap());
        }
        assert!(is_busy(&gate.enter(Cost::Small).await), "a fifth small call");
        drop(large);
        assert!(is_busy(&gate.enter(Cost::Small).await), "the room of large calls is not theirs");
        assert_eq!((gate.free(Cost::Large), gate.free(Cost::Small)), (2, 0));
        drop(small);
        assert_eq!(gate.free(Cost::Small), 4);
    }

    #[actix_web::test]
    async fn the_queue_is_short_and_first_come_first_served() {
        let gate = Arc::new(gate(4, 2, LONG));
        let inside = gate.enter(Cost::Large).await.unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let waiting: Vec<_> = [0, 1]
            .map(|number| {
                let (gate, order) = (gate.clone(), order.clone());
                actix_web::rt::spawn(async move {
                    let _pass = gate.enter(Cost::Large).await.unwrap();
                    order.lock().unwrap().push(number);
                    actix_web::rt::task::yield_now().await;
                })
            })
            .into();
        actix_web::rt::task::yield_now().await;
        assert_eq!(gate.waiting_calls(), 2);
        assert!(is_busy(&gate.enter(Cost::Large).await), "the third does not wait");
        drop(inside);
        for one in waiting {
            one.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1]);
        assert_eq!((gate.free(Cost::Large), gate.waiting_calls()), (1, 0));
    }

    #[actix_web::test]
    async fn a_caller_that_goes_or_waits_too_long_leaves_the_queue() {
        let gate = Arc::new(gate(4, 1, LONG));
        let inside = gate.enter(Cost::Large).await.unwrap();
        let waiting = {
            let gate = gate.clone();
            actix_web::rt::spawn(async move { gate.enter(Cost::Large).await.map(drop) })
        };
        actix_web::rt::task::yield_now().await;
        assert!(is_busy(&gate.enter(Cost::Large).await));
        waiting.abort();
        assert!(waiting.await.is_err());
        assert_eq!(gate.waiting_calls(), 0);
        drop(inside);
        assert_eq!(gate.free(Cost::Large), 1, "the room of a caller that went is not lost");

        let impatient = self::gate(4, 1, Duration::ZERO);
        let inside = impatient.enter(Cost::Large).await.unwrap();
        assert!(is_busy(&impatient.enter(Cost::Large).await));
        drop(inside);
        assert!(impatient.enter(Cost::Large).await.is_ok());
    }

    /// How long a call waits for a lane that is full.
    async fn turned_away_after(gate: &Gate) -> Duration {
        let started = Instant::now();
        assert!(is_busy(&gate.enter(Cost::Large).await));
        started.elapsed()
    }

    #[actix_web::test]
    async fn a_call_waits_long_in_a_burst_and_briefly_where_the_queue_stands() {
        let wait = Duration::from_millis(480);
        let gate = gate(4, 8, wait);
        let inside = gate.enter(Cost::Large).await.unwrap();
        assert!(turned_away_after(&gate).await >= wait, "the first of a burst waits as long as it may");
        let brief = turned_away_after(&gate).await;
        assert!(brief >= wait / STANDING && brief < wait, "{brief:?}");
        drop(inside);
        for _ in 1..AT_ONCE {
            drop(gate.enter(Cost::Large).await.unwrap());
        }
        let inside = gate.enter(Cost::Large).await.unwrap();
        assert!(!gate.large.queue.is_standing(), "eight in a row");
        assert!(turned_away_after(&gate).await >= wait, "the next burst waits again");
        drop(inside);
        for _ in 1..AT_ONCE {
            drop(gate.enter(Cost::Large).await.unwrap());
        }
        gate.large.queue.has_waited(false);
        for _ in 1..AT_ONCE {
            drop(gate.enter(Cost::Large).await.unwrap());
            assert!(gate.large.queue.is_standing(), "those in a row begin anew");
        }
        drop(gate.enter(Cost::Large).await.unwrap());
        assert!(!gate.large.queue.is_standing());
        gate.large.queue.has_waited(false);
        assert!(!gate.large.queue.is_standing(), "a call that waited and entered is a burst");
    }

    #[actix_web::test]
    async fn a_gate_that_is_set_too_small_still_lets_one_call_of_each_cost_in() {
        let gate = gate(1, 0, LONG);
        let _large = gate.enter(Cost::Large).await.unwrap();
        assert!(gate.enter(Cost::Small).await.is_ok());
    }
}
