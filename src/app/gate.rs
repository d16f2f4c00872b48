//! One gate for everything that costs more than a search: a call enters with its cost and holds its permits until its
//! answer is gone. Beyond that a short queue waits, and further callers are asked to come again. Searches and health
//! checks do not pass the gate, so that they never wait behind it.

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

impl Cost {
    /// Permits that a call of this cost holds.
    const fn permits(self) -> u32 {
        match self {
            Self::Small => 1,
            Self::Large => 4,
        }
    }
}

/// How much may be computed at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateLimits {
    /// Permits of all calls inside; a small call holds one, a large call four.
    pub permits: u32,
    /// Calls that wait at most.
    pub queue: usize,
    /// How long a call waits at most.
    pub wait: Duration,
}

impl Default for GateLimits {
    fn default() -> Self {
        Self { permits: 8, queue: 32, wait: Duration::from_secs(2) }
    }
}

/// Lets calls in by their cost.
#[derive(Debug)]
pub struct Gate {
    limits: GateLimits,
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// The right to compute and to hold an answer; it is given back when dropped.
#[derive(Debug)]
pub struct Pass {
    _permits: OwnedSemaphorePermit,
}

/// Counts a call that waits; leaves the queue when dropped, also when the caller has gone.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Gate {
    /// A gate with nobody inside. It has room for at least one large call.
    pub fn new(limits: GateLimits) -> Self {
        let permits = limits.permits.max(Cost::Large.permits());
        Self {
            limits: GateLimits { permits, ..limits },
            permits: Arc::new(Semaphore::new(permits as usize)),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Waits in the queue for the permits of a call.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] at once if the queue is full, and after the longest wait.
    pub async fn enter(&self, cost: Cost) -> Result<Pass, Error> {
        let busy = || Error::Unavailable(Unavailable::Busy);
        // Nobody overtakes those who wait: the semaphore is fair, and with a queue there is nothing to take at once.
        if let Ok(permits) = self.permits.clone().try_acquire_many_owned(cost.permits()) {
            return Ok(Pass { _permits: permits });
        }
        let place = Place(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.limits.queue {
            return Err(busy());
        }
        let permits = self.permits.clone().acquire_many_owned(cost.permits());
        let entered = tokio::time::timeout(self.limits.wait, permits).await;
        drop(place);
        match entered {
            Ok(Ok(permits)) => Ok(Pass { _permits: permits }),
            _ => Err(busy()),
        }
    }

    /// Calls that wait for permits.
    pub fn waiting_calls(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Permits that nobody holds.
    pub fn free_permits(&self) -> usize {
        self.permits.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(permits: u32, queue: usize, wait: Duration) -> Gate {
        Gate::new(GateLimits { permits, queue, wait })
    }

    fn is_busy(entered: &Result<Pass, Error>) -> bool {
        matches!(entered, Err(Error::Unavailable(Unavailable::Busy)))
    }

    const LONG: Duration = Duration::from_secs(60);

    #[actix_web::test]
    async fn permits_by_cost_bound_what_is_inside() {
        let gate = gate(8, 0, LONG);
        let first = gate.enter(Cost::Large).await.unwrap();
        let small = gate.enter(Cost::Small).await.unwrap();
        assert_eq!(gate.free_permits(), 3);
        assert!(is_busy(&gate.enter(Cost::Large).await), "three permits are no room for a large call");
        drop(small);
        let second = gate.enter(Cost::Large).await.unwrap();
        assert!(is_busy(&gate.enter(Cost::Small).await));
        drop((first, second));
        assert_eq!(gate.free_permits(), 8);
    }

    #[actix_web::test]
    async fn the_queue_is_short_and_first_come_first_served() {
        let gate = Arc::new(gate(4, 2, LONG));
        let inside = gate.enter(Cost::Large).await.unwrap();
        let order = Arc::new(std::sync::Mutex::new(Vec::new()));
        let waiting: Vec<_> = [(0, Cost::Large), (1, Cost::Small)]
            .map(|(number, cost)| {
                let (gate, order) = (gate.clone(), order.clone());
                actix_web::rt::spawn(async move {
                    let _pass = gate.enter(cost).await.unwrap();
                    order.lock().unwrap().push(number);
                    actix_web::rt::task::yield_now().await;
                })
            })
            .into();
        actix_web::rt::task::yield_now().await;
        assert!(is_busy(&gate.enter(Cost::Small).await), "the third does not wait");
        drop(inside);
        for one in waiting {
            one.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1]);
        assert_eq!(gate.free_permits(), 4);
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
        assert!(is_busy(&gate.enter(Cost::Small).await));
        waiting.abort();
        assert!(waiting.await.is_err());
        assert_eq!(gate.waiting.load(Ordering::Relaxed), 0);
        drop(inside);
        assert_eq!(gate.free_permits(), 4, "permits of a caller that went are not lost");

        let impatient = self::gate(4, 1, Duration::ZERO);
        let inside = impatient.enter(Cost::Large).await.unwrap();
        assert!(is_busy(&impatient.enter(Cost::Small).await));
        drop(inside);
        assert!(impatient.enter(Cost::Small).await.is_ok());
    }

    #[actix_web::test]
    async fn a_gate_that_is_set_too_small_still_lets_one_large_call_in() {
        assert!(gate(1, 0, LONG).enter(Cost::Large).await.is_ok());
    }
}
