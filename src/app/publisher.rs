//! Who publishes the data of this service, and under which address and licence, from the settings.

/// The publisher as the catalogue of open data names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    /// "https://pflege.example.org", without a slash at its end; by default the address by which a caller came.
    pub public_url: Option<String>,
    /// The authority or company that runs the service.
    pub name: Option<String>,
    /// For questions about the data.
    pub email: Option<String>,
    /// The address of the licence of the register and of the figures that are computed here.
    pub licence: Option<String>,
    /// Its address in the list of those who contribute to the national portal of open data.
    pub contributor: Option<String>,
}
