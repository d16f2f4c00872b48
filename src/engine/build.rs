//! Says that the folder of models is embedded: a new file in it is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=../../models");
}
