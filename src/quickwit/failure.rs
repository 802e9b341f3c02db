//! Why an exchange with a cluster failed, told apart by what may be done next.

use crate::error::Error;

/// A failed exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It cannot have been taken: there was no connection. It may be sent again.
    Unsent(String),
    /// Nobody knows whether it was taken: no answer came, or one that says nothing of it.
    Unknown(String),
    /// It was not taken, because the cluster has too much to do. It may be sent again later.
    Busy(String),
    /// It was refused, and would be again.
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the cluster said.
        reason: String,
    },
}

impl Failure {
    /// Of a status other than 2xx, with the body of the answer.
    pub(super) fn of_status(status: u16, body: &str) -> Self {
        let reason = reason(body);
        match status {
            429 => Self::Busy(format!("is throttled: {reason}")),
            // 503 and its like come from a node or a proxy that may have passed the request on.
            500.. => Self::Unknown(format!("answered {status}: {reason}")),
            _ => Self::Refused { status, reason },
        }
    }

    /// Of an error of the connection.
    pub(super) fn of_connection(error: &ureq::Error) -> Self {
        use std::io::ErrorKind as Kind;
        use ureq::Timeout;
        match error {
            ureq::Error::HostNotFound => Self::Unsent("has no such host".into()),
            ureq::Error::Io(error) if error.kind() == Kind::ConnectionRefused => {
                Self::Unsent("refuses connections: is a node running there?".into())
            }
            ureq::Error::Io(error)
                if matches!(
                    error.kind(),
                    Kind::HostUnreachable | Kind::NetworkUnreachable
                ) =>
            {
                Self::Unsent("cannot be reached".into())
            }
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                Self::Unsent("did not take the connection in time".into())
            }
            ureq::Error::Timeout(_) => Self::Unknown("did not answer in time".into()),
            ureq::Error::Rustls(error) => Self::Refused {
                status: 0,
                reason: format!(
                    "no secure connection: {error}; `ca` names a file of certificates to trust"
                ),
            },
            ureq::Error::Tls(error) => Self::Refused {
                status: 0,
                reason: format!("no secure connection: {error}"),
            },
            ureq::Error::Io(error) if tls(error) => Self::Refused {
                status: 0,
                reason: format!(
                    "no secure connection: {error}; `ca` names a file of certificates to trust"
                ),
            },
            error => Self::Unknown(format!("broke the connection off: {error}")),
        }
    }

    /// Whether sending the same again can help a question, which does no harm asked twice.
    pub fn passes(&self) -> bool {
        !matches!(self, Self::Refused { .. })
    }

    /// Whether the index is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// The end of a command.
    pub fn error(self, url: &str) -> Error {
        let reason = match self {
            Self::Unsent(reason) | Self::Unknown(reason) | Self::Busy(reason) => reason,
            Self::Refused { status: 401 | 403, .. } => {
                "refuses these credentials: `authorization_file` or MORGUE_AUTHORIZATION says what is sent"
                    .into()
            }
            Self::Refused { status: 0, reason } => format!("cannot be spoken to: {reason}"),
            Self::Refused { status, reason } => format!("answered {status}: {reason}"),
        };
        Error::Cluster {
            url: url.to_owned(),
            reason,
        }
    }
}

/// Certificates that do not fit come up as an error of reading.
fn tls(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData
}

/// What the cluster says in either of its two forms, on one line and not too long.
fn reason(body: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let said = json["message"]
        .as_str()
        .or_else(|| json["error"]["reason"].as_str());
    let said = said
        .unwrap_or(body)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let end = said.floor_char_boundary(300);
    let dots = if end < said.len() { "…" } else { "" };
    format!("{}{dots}", crate::terminal::safe(&said[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_errors_are_read() {
        for (status, body, expected) in [
            (
                400,
                r#"{"message":"unknown field"}"#,
                "answered 400: unknown field",
            ),
            (
                404,
                r#"{"status":404,"error":{"reason":"no index"}}"#,
                "answered 404: no index",
            ),
            (401, "", "refuses these credentials"),
            (
                429,
                r#"{"message":"rate limited"}"#,
                "is throttled: rate limited",
            ),
            (500, "oops", "answered 500: oops"),
        ] {
            let error = Failure::of_status(status, body)
                .error("http://n")
                .to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn only_what_may_have_been_taken_is_unknown() {
        assert!(matches!(Failure::of_status(429, ""), Failure::Busy(_)));
        assert!(matches!(Failure::of_status(503, ""), Failure::Unknown(_)));
        assert!(!Failure::of_status(400, "").passes());
        let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        let failure = Failure::of_connection(&ureq::Error::Io(refused));
        assert!(matches!(failure, Failure::Unsent(_)));
        let cut = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let failure = Failure::of_connection(&ureq::Error::Io(cut));
        assert!(matches!(failure, Failure::Unknown(_)));
    }
}
