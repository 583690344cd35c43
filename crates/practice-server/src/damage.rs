//! What a fault does to an answer that was otherwise good.

use std::io::{Error, ErrorKind};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};

use crate::script::{Action, Swelling};
use crate::swell;
use crate::wire::{Wire, hang_up};

/// The answer as the fault leaves it.
pub(crate) async fn done(response: Response, action: Option<&Action>, wire: Wire) -> Response {
    let damage = match action {
        Some(Action::DropAnswer) => return hang_up(),
        Some(
            damage @ (Action::CloseAfter { .. }
            | Action::StallAfter { .. }
            | Action::ResetAfter { .. }
            | Action::Truncate { .. }
            | Action::ContentLength { .. }
            | Action::Swell { .. }
            | Action::LongValue { .. }
            | Action::InvalidUtf8 { .. }),
        ) => damage,
        _ => return response,
    };
    let (mut parts, body) = response.into_parts();
    // Every body of this service is in memory already.
    let Ok(whole) = to_bytes(body, usize::MAX).await else {
        return hang_up();
    };
    let body = damaged(&mut parts, whole, damage, wire);
    Response::from_parts(parts, body)
}

fn damaged(parts: &mut Parts, whole: Bytes, damage: &Action, wire: Wire) -> Body {
    let headers = &mut parts.headers;
    let total = whole.len() as u64;
    match *damage {
        Action::CloseAfter { bytes } if bytes < total => {
            declare(headers, total);
            broken_off(first(&whole, bytes), wire)
        }
        Action::ResetAfter { bytes } => {
            // One more byte is promised, so that a reset after the last one is noticed as well.
            declare(headers, total + 1);
            wire.reset();
            broken_off(first(&whole, bytes), wire)
        }
        Action::StallAfter { bytes } if bytes < total => {
            declare(headers, total);
            let silence = stream::pending::<Result<Bytes, Error>>();
            Body::from_stream(stream::iter([Ok(first(&whole, bytes))]).chain(silence))
        }
        Action::Truncate { bytes } => {
            let start = first(&whole, bytes);
            declare(headers, start.len() as u64);
            Body::from(start)
        }
        Action::ContentLength { bytes } if bytes > total => {
            declare(headers, bytes);
            broken_off(whole, wire)
        }
        Action::ContentLength { bytes } => {
            declare(headers, bytes);
            close(headers);
            Body::from_stream(stream::iter([Ok::<_, Error>(whole)]))
        }
        Action::Swell { bytes, how } => swollen(headers, whole, bytes, how, &wire),
        Action::LongValue { bytes } => {
            let long = with_long_value(&whole, usize::try_from(bytes).unwrap_or(usize::MAX));
            declare(headers, long.len() as u64);
            Body::from(long)
        }
        Action::InvalidUtf8 { at } => {
            let mut bytes = whole.to_vec();
            let last = bytes.len().saturating_sub(1);
            let at = usize::try_from(at).unwrap_or(last).min(last);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = 0xFF;
            }
            Body::from(bytes)
        }
        _ => Body::from(whole),
    }
}

fn first(whole: &Bytes, bytes: u64) -> Bytes {
    whole.slice(
        ..whole
            .len()
            .min(usize::try_from(bytes).unwrap_or(usize::MAX)),
    )
}

fn declare(headers: &mut HeaderMap, length: u64) {
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
}

fn close(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
}

/// A body that ends in an error once these bytes have left.
fn broken_off(bytes: Bytes, wire: Wire) -> Body {
    let broken = stream::once(async {
        wire.flushed().await;
        Err::<Bytes, _>(Error::from(ErrorKind::ConnectionAborted))
    });
    Body::from_stream(stream::iter([Ok(bytes)]).chain(broken))
}

fn swollen(headers: &mut HeaderMap, whole: Bytes, bytes: u64, how: Swelling, wire: &Wire) -> Body {
    match how {
        Swelling::PastTheLength => {
            declare(headers, whole.len() as u64);
            close(headers);
            wire.send_more(bytes);
            Body::from(whole)
        }
        Swelling::Unannounced => {
            headers.remove(CONTENT_LENGTH);
            Body::from_stream(stream::iter(swell::plain(whole, bytes).map(Ok::<_, Error>)))
        }
        Swelling::Gzip => {
            headers.remove(CONTENT_LENGTH);
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            let compressed = swell::gzip(&whole, bytes);
            Body::from_stream(stream::iter(compressed.into_iter().map(Ok::<_, Error>)))
        }
    }
}

/// The body with so many letters before its first value: in JSON after the first `:"`, in CSV where the second line begins.
fn with_long_value(whole: &[u8], letters: usize) -> Vec<u8> {
    let after = |pattern: &[u8]| {
        whole
            .windows(pattern.len())
            .position(|window| window == pattern)
            .map(|at| at + pattern.len())
    };
    let place = after(b":\"")
        .or_else(|| after(b"\r\n\""))
        .or_else(|| after(b"\r\n"))
        .unwrap_or(whole.len());
    let (before, rest) = whole.split_at(place);
    [before, &vec![b'x'; letters], rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_stays_inside_its_quotes() {
        for (whole, expected) in [
            (r#"[{"a":"1"}]"#, r#"[{"a":"xx1"}]"#),
            ("a,b\r\n1,2\r\n", "a,b\r\nxx1,2\r\n"),
            ("a,b\r\n\"1\",2\r\n", "a,b\r\n\"xx1\",2\r\n"),
            ("[]", "[]xx"),
        ] {
            let long = with_long_value(whole.as_bytes(), 2);
            assert_eq!(String::from_utf8(long).expect("UTF-8"), expected);
        }
    }
}
