use reqwest::{Method, StatusCode};

use crate::world::{Heard, OCTOBER, World, basic, encoded};

async fn teams_with(world: &World, authorization: Option<String>) -> Heard {
    let mut request = world.http.get(world.url("/teams", &[]));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    Heard::of(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn the_account_is_checked_in_utf_8() {
    let world = World::unlimited().await;
    let user = world.server.user();
    assert_eq!(
        teams_with(&world, Some(world.auth())).await.status,
        StatusCode::OK
    );
    // base64 of "practice@care-exporter.example:practice:\xE7ay-1848": the password in Latin-1.
    let latin_1 = "Basic cHJhY3RpY2VAY2FyZS1leHBvcnRlci5leGFtcGxlOnByYWN0aWNlOudheS0xODQ4";
    let wrong = [
        None,
        Some(basic(user, "practice")),
        Some(basic(user, "practice:Çay-1848")),
        Some(basic(&user.to_uppercase(), world.server.password())),
        Some(latin_1.to_owned()),
        Some("Basic ???".to_owned()),
        Some(world.auth().replace("Basic", "Bearer")),
    ];
    for authorization in wrong {
        let heard = teams_with(&world, authorization.clone()).await;
        assert_eq!(heard.status, StatusCode::UNAUTHORIZED, "{authorization:?}");
        assert!(heard.is_html());
        assert!(heard.header("www-authenticate").starts_with("Basic "));
    }
}

#[tokio::test]
async fn the_companys_key_is_case_sensitive_and_comes_once() {
    let world = World::unlimited().await;
    for query in [
        "",
        "?companyKey=",
        "?companyKey=Practice-Company",
        "?companykey=practice-company",
        "?companyKey=practice-company&companyKey=practice-company",
    ] {
        let heard = world
            .get(&format!("{}/teams{query}", world.server.address()))
            .await;
        assert_eq!(heard.status, StatusCode::FORBIDDEN, "{query}");
        assert!(heard.is_html());
    }
}

#[tokio::test]
async fn a_token_stands_for_the_key_at_its_own_job_and_nowhere_else() {
    let world = World::unlimited().await;
    let (mine, other) = (world.create(&[]).await, world.create(&[]).await);
    let (path, token) = mine.status_url.split_once('?').expect("a query");
    assert!(token.starts_with("analyticsAccessToken="));
    assert_eq!(world.get(&mine.status_url).await.status, StatusCode::OK);
    let keyed = format!("{path}?companyKey={}", world.server.company_key());
    assert_eq!(world.get(&keyed).await.status, StatusCode::OK);

    let other_path = other.status_url.split('?').next().expect("a path");
    for url in [
        path.to_owned(),
        format!("{other_path}?{token}"),
        format!("{path}?{token}0"),
        format!("{}/teams?{token}", world.server.address()),
        format!(
            "{}/reports/report/user?{token}&{}",
            world.server.address(),
            encoded(&OCTOBER)
        ),
    ] {
        assert_eq!(world.get(&url).await.status, StatusCode::FORBIDDEN, "{url}");
    }
    let without_account = world.fetch(&mine.status_url).await;
    assert_eq!(without_account.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn other_places_and_methods_are_answered_in_html() {
    let world = World::unlimited().await;
    for (method, path, status) in [
        (Method::GET, "/nowhere", StatusCode::NOT_FOUND),
        (Method::POST, "/reports/report/users", StatusCode::NOT_FOUND),
        (Method::DELETE, "/teams", StatusCode::METHOD_NOT_ALLOWED),
        (
            Method::PUT,
            "/reports/report/user",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
    ] {
        let request = world.request(method, &world.url(path, &[]));
        let heard = Heard::of(request.send().await.expect("an answer")).await;
        assert_eq!(heard.status, status, "{path}");
        assert!(heard.is_html());
    }
    let url = world.url("/reports/report/user", &OCTOBER);
    let head = world
        .request(Method::HEAD, &url)
        .send()
        .await
        .expect("an answer");
    assert_eq!(head.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(world.server.jobs().is_empty());
}
