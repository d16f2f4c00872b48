//! A thread for the sockets of the store, so that the blocking calls of the store need no runtime of their caller.

use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use diesel_async::async_connection_wrapper::BlockOn;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// Moves bytes between sockets and those who wait for them. Ends when it is dropped.
#[derive(Debug)]
pub(super) struct Io {
    handle: Handle,
    /// Its end ends the thread.
    _running: oneshot::Sender<()>,
}

impl Io {
    /// Starts the thread.
    pub fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        std::thread::Builder::new().name("database".to_owned()).spawn(move || {
            let _ = runtime.block_on(ended);
        })?;
        Ok(Self { handle, _running: running })
    }

    /// Runs work on the thread without waiting for it.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.handle.spawn(work);
    }

    /// Runs work on the thread and waits for what it gives; `None` if the thread has ended.
    pub fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        Park.block_on(self.handle.spawn(work)).ok()
    }
}

/// Waits for an answer by letting the calling thread sleep. What it waits for is moved by [`Io`].
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Park;

struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl BlockOn for Park {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        let waker = Waker::from(Arc::new(Sleeper(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return output,
                Poll::Pending => std::thread::park(),
            }
        }
    }

    fn get_runtime() -> Self {
        Self
    }
}
