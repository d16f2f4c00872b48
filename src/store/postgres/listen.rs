//! Notices of the server: triggers of the database send one with each change of the register and of the statistics that
//! count. They only say that it is worth looking; who misses one looks every second anyway.

use std::future::poll_fn;
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::AsyncMessage;

use super::address::Address;

/// The pause before another attempt to connect.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens for as long as anybody wants to know. Each notice, and each new connection, behind which a notice may have been
/// lost, makes the number larger.
pub(super) async fn listen(address: Address, notices: watch::Sender<u64>) {
    while !notices.is_closed() {
        // The refresh says in the log when the server is away; here it is only tried again.
        let _ = listen_once(&address, &notices).await;
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen_once(address: &Address, notices: &watch::Sender<u64>) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = address.config.connect(address.tls.clone()).await?;
    let heard = notices.clone();
    let driver = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(_) = message {
                heard.send_modify(|number| *number += 1);
            }
        }
    });
    client.batch_execute("LISTEN pflegeplan").await?;
    notices.send_modify(|number| *number += 1);
    let _ = driver.await;
    Ok(())
}
