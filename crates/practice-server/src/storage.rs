use std::sync::Arc;
pub(crate) fn router(_s: Arc<crate::service::Service>) -> axum::Router {
    axum::Router::new()
}
