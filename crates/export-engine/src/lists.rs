//! The lists that the export page picks from.

use std::collections::HashMap;

use crate::budget::Asking;
use crate::columns;
use crate::engine::Engine;
use crate::model::{Column, ExportRequest, NamedId, Problem, Report, Team, TimeZones};
use crate::service::{Asked, problem};
use crate::zones;

impl Engine {
    /// The zones to pick from: all that chrono-tz knows, with the service's names where its list
    /// has them.
    pub async fn time_zones(&self, connection_id: &str) -> Result<TimeZones, Problem> {
        let names = self
            .ask_service_zones(connection_id)
            .await?
            .map_err(|error| problem(&error, Asked::Service))?;
        Ok(TimeZones {
            system: zones::system_time_zone(),
            zones: zones::listed(&names, self.shared().clock.now()),
        })
    }

    /// Minutes ahead of UTC by which the service is told the zone of an export, when it does not know the zone's name
    /// and clocks are moved within the period: then times in the file are wrong from that night on. Nothing when
    /// all is well.
    pub async fn time_zone_as_offset(
        &self,
        request: &ExportRequest,
    ) -> Result<Option<i32>, Problem> {
        let resolved = self.resolve_period(request.period, &request.time_zone)?;
        if resolved.changes.is_empty() {
            return Ok(None);
        }
        let names = self
            .ask_service_zones(&request.connection_id)
            .await?
            .map_err(|error| problem(&error, Asked::Service))?;
        Ok(match zones::service_id(&request.time_zone, &names) {
            Some(_) => None,
            None => Some(resolved.start_offset_minutes),
        })
    }

    /// The company's teams, by name.
    pub async fn teams(&self, connection_id: &str) -> Result<Vec<Team>, Problem> {
        let connection = self.connection(connection_id).await?;
        let client = self.client(&connection).await?;
        self.shared()
            .budget
            .request(&connection.account(), Asking::List)
            .await?;
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

    /// The company's work queues in use, by name.
    ///
    /// # Errors
    /// [`ProblemKind::InstanceMissing`] when the connection does not say where they are listed.
    pub async fn work_queues(&self, connection_id: &str) -> Result<Vec<NamedId>, Problem> {
        let queues = self.instance(connection_id).await?.work_queues().await;
        let queues = queues.map_err(|error| problem(&error, Asked::Service))?;
        let used = queues.into_iter().filter(|queue| !queue.archived);
        Ok(by_name(used.map(|queue| (queue.id, queue.name))))
    }

    /// The company's smart views, by name.
    ///
    /// # Errors
    /// As [`Engine::work_queues`].
    pub async fn smart_views(&self, connection_id: &str) -> Result<Vec<NamedId>, Problem> {
        let views = self.instance(connection_id).await?.smart_views().await;
        let views = views.map_err(|error| problem(&error, Asked::Service))?;
        Ok(by_name(views.into_iter().map(|view| (view.id, view.name))))
    }

    /// The columns known for a connection's export: documented ones, then those that came in its files.
    pub async fn columns(
        &self,
        connection_id: &str,
        report: Report,
    ) -> Result<Vec<Column>, Problem> {
        let store = &self.shared().store;
        let learned = store.learned_columns(connection_id, report).await?;
        Ok(columns::known(report, learned))
    }

    /// The service's zones and its names for them, asked for once in the life of the process. The
    /// inner error is the service's, for whoever may ask again.
    pub(crate) async fn ask_service_zones(
        &self,
        connection_id: &str,
    ) -> Result<Result<HashMap<String, String>, care_api::Error>, Problem> {
        let connection = self.connection(connection_id).await?;
        let account = connection.account();
        let asking = self.shared().asking_zones(&account);
        let _asking = asking.lock().await;
        let known = self.shared().zones().get(&account).cloned();
        if let Some(names) = known {
            return Ok(Ok(names));
        }
        let client = self.client(&connection).await?;
        self.shared().budget.request(&account, Asking::List).await?;
        Ok(client.time_zones(care_api::Locale::En).await.map(|zones| {
            let names: HashMap<_, _> = zones.into_iter().map(|zone| (zone.id, zone.name)).collect();
            self.shared().zones().insert(account, names.clone());
            names
        }))
    }
}

fn by_name(list: impl Iterator<Item = (String, String)>) -> Vec<NamedId> {
    let mut list: Vec<NamedId> = list.map(|(id, name)| NamedId { id, name }).collect();
    list.sort_by_cached_key(|one| (one.name.to_lowercase(), one.id.clone()));
    list
}
