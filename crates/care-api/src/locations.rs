//! The service's addresses, made from the configured base or taken from the service verbatim.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::address::ServiceAddress;
use crate::error::{Error, Misuse};
use crate::job::{Job, SecretUrl};
use crate::report::Report;
use crate::request::Locale;

/// The parameter of the service's own addresses that stands in for `companyKey`.
pub(crate) const ACCESS_TOKEN: &str = "analyticsAccessToken";

/// Everything but RFC 3986's unreserved characters: a `runId` holds `/`, `+` and `=`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Where each call goes for one company.
#[derive(Clone)]
pub(crate) struct Locations {
    address: ServiceAddress,
    company_key: String,
}

impl Locations {
    pub(crate) fn new(address: ServiceAddress, company_key: String) -> Locations {
        Locations {
            address,
            company_key,
        }
    }

    pub(crate) fn create(
        &self,
        report: Report,
        query: &[(&'static str, String)],
    ) -> Result<Url, Error> {
        let mut url = self.build(&format!("reports/report/{report}"), &[])?;
        url.query_pairs_mut().extend_pairs(query);
        Ok(url)
    }

    pub(crate) fn teams(&self) -> Result<Url, Error> {
        self.build("teams", &[])
    }

    pub(crate) fn time_zones(&self, locale: Locale) -> Result<Url, Error> {
        self.build("config/timezones", &[("locale", locale.as_str())])
    }

    pub(crate) fn status(&self, job: &Job) -> Result<Url, Error> {
        self.of_job(job, job.status_url.as_ref(), "status")
    }

    pub(crate) fn download(&self, job: &Job) -> Result<Url, Error> {
        self.of_job(job, job.download_url.as_ref(), "download")
    }

    /// The service's own address when it is at the configured origin, else one made from the ids.
    fn of_job(&self, job: &Job, given: Option<&SecretUrl>, leaf: &str) -> Result<Url, Error> {
        let given = given
            .and_then(SecretUrl::url)
            .filter(|url| self.address.is_origin_of(url));
        if let Some(mut url) = given {
            let known = |name: &str| {
                url.query_pairs()
                    .any(|(key, value)| key == name && !value.is_empty())
            };
            if !known(ACCESS_TOKEN) && !known("companyKey") {
                url.query_pairs_mut()
                    .append_pair("companyKey", &self.company_key);
            }
            return Ok(url);
        }
        let path = format!(
            "reports/report/{}/{}/{leaf}",
            encode(job.workflow_id()),
            encode(job.run_id())
        );
        self.build(&path, &[])
    }

    /// `path` must be encoded already.
    fn build(&self, path: &str, parameters: &[(&str, &str)]) -> Result<Url, Error> {
        let mut url = Url::parse(&format!("{}/{path}", self.address))
            .map_err(|_| Error::misuse(Misuse::JobId))?;
        url.query_pairs_mut()
            .append_pair("companyKey", &self.company_key)
            .extend_pairs(parameters);
        Ok(url)
    }
}

fn encode(id: &str) -> String {
    utf8_percent_encode(id, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    fn locations() -> Locations {
        let address = ServiceAddress::parse(ServiceAddress::US).expect("the US address");
        Locations::new(address, "K&=1 é".to_owned())
    }

    /// Ids as nobody should make them: what means something in a path or an address, in any order.
    fn tricky() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "..",
            ".",
            "/",
            "\\",
            "%2e",
            "%2F",
            "%00",
            "\0",
            "?",
            "#",
            "&",
            "=",
            "+",
            ";",
            ":",
            "@",
            " ",
            "\r\n",
            "\t",
            "//evil.example",
            "http://",
            "é",
            "%",
            "a",
            "\u{202e}",
            "\u{feff}",
        ]);
        prop::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.concat())
    }

    fn id() -> impl Strategy<Value = String> {
        prop_oneof![tricky(), ".{1,60}", "[A-Za-z0-9+/=]{200,600}"]
    }

    proptest! {
        #[test]
        fn ids_survive_the_url(workflow in id(), run in id()) {
            prop_assume!(![&workflow, &run].iter().any(|id| matches!(id.as_str(), "." | "..")));
            let job = Job::from_ids(workflow.clone(), run.clone()).expect("usable ids");
            let url = locations().download(&job).expect("an address");
            let segments: Vec<String> = url
                .path_segments()
                .expect("a path")
                .map(|segment| percent_decode_str(segment).decode_utf8().expect("UTF-8").into_owned())
                .collect();
            let expected = ["api", "public", "reports", "report", &workflow, &run, "download"];
            prop_assert_eq!(segments, expected);
            prop_assert_eq!(url.host_str(), Some("analytics-api.app.lithium.com"));
            prop_assert_eq!(url.fragment(), None);
            let query: Vec<_> = url.query_pairs().into_owned().collect();
            prop_assert_eq!(query, vec![("companyKey".to_owned(), "K&=1 é".to_owned())]);
        }

        #[test]
        fn ids_of_any_length_make_an_address_that_can_be_asked_or_none(
            letter in any::<char>(), workflow in 0usize..4_000, run in 0usize..4_000,
        ) {
            let long = |length: usize| letter.to_string().repeat(length);
            if let Ok(job) = Job::from_ids(long(workflow), long(run)) {
                let url = locations().status(&job).expect("an address");
                prop_assert!(url.as_str().parse::<hyper::Uri>().is_ok());
            }
        }

        #[test]
        fn an_address_given_by_the_service_never_leaves_the_origin(
            given in "\\PC*|(https?:)?(//|\\\\\\\\)?([a-z]+(:[a-z]*)?@)?\
                (analytics-api\\.app\\.lithium\\.com|evil\\.example|127\\.0\\.0\\.1)?(:[0-9]{1,5})?(/\\PC{0,40})?(\\?\\PC{0,40})?",
        ) {
            let mut job = Job::from_ids("w", "r").expect("usable ids");
            job.status_url = Some(SecretUrl::new(&given));
            let url = locations().status(&job).expect("an address");
            prop_assert_eq!(url.host_str(), Some("analytics-api.app.lithium.com"));
            prop_assert_eq!(url.scheme(), "https");
            prop_assert_eq!(url.port(), None);
            prop_assert!(url.username().is_empty() && url.password().is_none());
            prop_assert!(url.as_str().parse::<hyper::Uri>().is_ok(), "{}", url);
        }
    }

    #[test]
    fn an_address_that_is_too_long_to_be_asked_is_made_from_the_ids() {
        let mut job = Job::from_ids("w", "r").expect("usable ids");
        let long = format!("{}/s?x={}", ServiceAddress::US, "x".repeat(70_000));
        job.status_url = Some(SecretUrl::new(&long));
        let url = locations().status(&job).expect("an address");
        assert!(url.path().ends_with("/reports/report/w/r/status"), "{url}");
    }
}
