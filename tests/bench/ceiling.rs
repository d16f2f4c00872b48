//! The ceiling of `scripts/bench search`: the web server of the service with nothing behind it. It
//! answers every search with the next of the recorded answers, from memory.
//!
//! `ceiling ADDRESS FILE`, one answer a line.

use std::cell::Cell;
use std::error::Error;

use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};

/// The answers, and which is next. Each worker has its own, so that workers do not wait for each other.
struct Answers {
    bodies: Vec<Bytes>,
    next: Cell<usize>,
}

impl Answers {
    fn next(&self) -> Bytes {
        let next = self.next.get();
        self.next.set((next + 1) % self.bodies.len());
        self.bodies[next].clone()
    }
}

async fn search(answers: Data<Answers>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(answers.next())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, file] = arguments.as_slice() else {
        return Err("call it as: ceiling ADDRESS FILE".into());
    };
    let bodies: Vec<Bytes> =
        std::fs::read_to_string(file)?.lines().map(|line| Bytes::from(line.to_owned())).collect();
    if bodies.is_empty() {
        return Err(format!("{file} holds no answers").into());
    }
    HttpServer::new(move || {
        let answers = Answers { bodies: bodies.clone(), next: Cell::new(0) };
        App::new().app_data(Data::new(answers)).route("/api/v1/facilities", web::get().to(search))
    })
    .bind(address)?
    .run()
    .await?;
    Ok(())
}
