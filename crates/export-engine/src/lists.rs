//! The lists that the export page picks from.

use std::collections::HashMap;

use chrono::{DateTime, Offset};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::columns;
use crate::engine::Engine;
use crate::model::{Column, Problem, Team, TimeZone, TimeZones};
use crate::service::{Asked, problem};

/// The computer's own zone, by its IANA name, when it is known.
pub fn system_time_zone() -> Option<String> {
    iana_time_zone::get_timezone()
        .ok()
        .filter(|name| name.parse::<Tz>().is_ok())
}

impl Engine {
    /// The zones to pick from: all that chrono-tz knows, with the service's names where its list
    /// has them.
    pub async fn time_zones(&self, connection_id: &str) -> Result<TimeZones, Problem> {
        let names = self
            .ask_service_zones(connection_id)
            .await?
            .map_err(|error| problem(&error, Asked::Service))?;
        Ok(TimeZones {
            system: system_time_zone(),
            zones: join(&names, self.shared().clock.now()),
        })
    }

    /// The company's teams, by name.
    pub async fn teams(&self, connection_id: &str) -> Result<Vec<Team>, Problem> {
        let connection = self.connection(connection_id).await?;
        let client = self.client(&connection).await?;
        self.shared().budget.request(&connection.account()).await?;
        let teams = client
            .teams()
            .await
            .map_err(|error| problem(&error, Asked::Service))?;
        let mut teams: Vec<Team> = teams
            .into_iter()
            .map(|team| Team {
                id: team.id,
                name: team.name,
                members: team.members.and_then(|members| members.try_into().ok()),
            })
            .collect();
        teams.sort_by_key(|team| team.name.to_lowercase());
        Ok(teams)
    }

    /// The columns known for a connection: documented ones, then those that came in its files.
    pub async fn columns(&self, connection_id: &str) -> Result<Vec<Column>, Problem> {
        let learned = self.shared().store.learned_columns(connection_id).await?;
        Ok(columns::known(learned))
    }

    /// The service's zones and its names for them, asked for once in the life of the process. The
    /// inner error is the service's, for whoever may ask again.
    pub(crate) async fn ask_service_zones(
        &self,
        connection_id: &str,
    ) -> Result<Result<HashMap<String, String>, care_api::Error>, Problem> {
        let connection = self.connection(connection_id).await?;
        let account = connection.account();
        let known = self.shared().zones().get(&account).cloned();
        if let Some(names) = known {
            return Ok(Ok(names));
        }
        let client = self.client(&connection).await?;
        self.shared().budget.request(&account).await?;
        Ok(client.time_zones(care_api::Locale::En).await.map(|zones| {
            let names: HashMap<_, _> = zones.into_iter().map(|zone| (zone.id, zone.name)).collect();
            self.shared().zones().insert(account, names.clone());
            names
        }))
    }
}

fn join(names: &HashMap<String, String>, now: i64) -> Vec<TimeZone> {
    let now = DateTime::from_timestamp_millis(now).unwrap_or_default();
    let mut zones: Vec<TimeZone> = TZ_VARIANTS
        .iter()
        .map(|zone| TimeZone {
            id: zone.name().to_owned(),
            service_name: names.get(zone.name()).cloned(),
            offset_minutes: now.with_timezone(zone).offset().fix().local_minus_utc() / 60,
        })
        .collect();
    zones.sort_by(|a, b| (a.offset_minutes, &a.id).cmp(&(b.offset_minutes, &b.id)));
    zones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_of_the_moment_and_the_inverted_family_is_right() {
        let names = HashMap::from([("Etc/GMT+12".to_owned(), "GMT-12:00".to_owned())]);
        let summer = DateTime::parse_from_rfc3339("2026-07-01T00:00:00Z").expect("an instant");
        let zones = join(&names, summer.timestamp_millis());
        let find = |id: &str| zones.iter().find(|zone| zone.id == id).expect("listed");
        assert_eq!(find("Europe/Berlin").offset_minutes, 120);
        assert_eq!(find("Europe/Berlin").service_name, None);
        assert_eq!(find("Etc/GMT+12").offset_minutes, -720);
        assert_eq!(
            find("Etc/GMT+12").service_name.as_deref(),
            Some("GMT-12:00")
        );
        assert!(zones.is_sorted_by_key(|zone| zone.offset_minutes));
    }
}
