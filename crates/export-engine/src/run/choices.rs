//! What was chosen in an export, as its Excel file says it.

use crate::model::{BusinessHours, Choice, Conversations, ExportRequest, Interval, Locale, Words};

const PEOPLE: Words = Words {
    en: "People",
    es: "Personas",
    fr: "Personnes",
    de: "Personen",
    tr: "Kişiler",
};
const EVERYONE: Words = Words {
    en: "Everyone",
    es: "Todos",
    fr: "Tout le monde",
    de: "Alle",
    tr: "Herkes",
};
const TEAMS: Words = Words {
    en: "Teams (IDs)",
    es: "Equipos (ID)",
    fr: "Équipes (identifiants)",
    de: "Teams (IDs)",
    tr: "Ekipler (kimlikler)",
};
const AGENTS: Words = Words {
    en: "Agents (IDs)",
    es: "Agentes (ID)",
    fr: "Agents (identifiants)",
    de: "Agenten (IDs)",
    tr: "Temsilciler (kimlikler)",
};
const DISABLED: Words = Words {
    en: "Disabled agents",
    es: "Agentes desactivados",
    fr: "Agents désactivés",
    de: "Deaktivierte Agenten",
    tr: "Devre dışı temsilciler",
};
const YES: Words = Words {
    en: "Included",
    es: "Incluidos",
    fr: "Inclus",
    de: "Enthalten",
    tr: "Dahil",
};
const NO: Words = Words {
    en: "Not included",
    es: "No incluidos",
    fr: "Non inclus",
    de: "Nicht enthalten",
    tr: "Dahil değil",
};
const HOURS: Words = Words {
    en: "Hours that count",
    es: "Horas que cuentan",
    fr: "Heures prises en compte",
    de: "Gezählte Stunden",
    tr: "Sayılan saatler",
};
const ALL_HOURS: Words = Words {
    en: "All hours",
    es: "Todas las horas",
    fr: "Toutes les heures",
    de: "Alle Stunden",
    tr: "Tüm saatler",
};
const WITHIN: Words = Words {
    en: "Within business hours",
    es: "Dentro del horario laboral",
    fr: "Pendant les heures d’ouverture",
    de: "Innerhalb der Geschäftszeiten",
    tr: "Mesai saatleri içinde",
};
const OUTSIDE: Words = Words {
    en: "Outside business hours",
    es: "Fuera del horario laboral",
    fr: "En dehors des heures d’ouverture",
    de: "Außerhalb der Geschäftszeiten",
    tr: "Mesai saatleri dışında",
};
const PRIORITIES: Words = Words {
    en: "Priorities",
    es: "Prioridades",
    fr: "Priorités",
    de: "Prioritäten",
    tr: "Öncelikler",
};
const VIEW: Words = Words {
    en: "Smart view (ID)",
    es: "Smart View (ID)",
    fr: "Smart View (identifiant)",
    de: "Smart View (ID)",
    tr: "Smart View (kimlik)",
};
const QUEUES: Words = Words {
    en: "Work queues (IDs)",
    es: "Colas de trabajo (ID)",
    fr: "Files de travail (identifiants)",
    de: "Arbeitswarteschlangen (IDs)",
    tr: "İş kuyrukları (kimlikler)",
};
const LIMIT: Words = Words {
    en: "Most actions of a conversation",
    es: "Máximo de acciones por conversación",
    fr: "Nombre maximal d’actions par conversation",
    de: "Höchstzahl der Aktionen je Konversation",
    tr: "Bir konuşmanın en çok eylemi",
};
const WHICH: Words = Words {
    en: "Conversations",
    es: "Conversaciones",
    fr: "Conversations",
    de: "Konversationen",
    tr: "Konuşmalar",
};
const OPEN: Words = Words {
    en: "Open at the end of the period",
    es: "Abiertas al final del periodo",
    fr: "Ouvertes à la fin de la période",
    de: "Am Ende des Zeitraums offen",
    tr: "Dönemin sonunda açık",
};
const CLOSED: Words = Words {
    en: "Closed in the period",
    es: "Cerradas en el periodo",
    fr: "Fermées pendant la période",
    de: "Im Zeitraum geschlossen",
    tr: "Dönem içinde kapatılan",
};
const CREATED: Words = Words {
    en: "Created in the period",
    es: "Creadas en el periodo",
    fr: "Créées pendant la période",
    de: "Im Zeitraum erstellt",
    tr: "Dönem içinde oluşturulan",
};
const INTERVAL: Words = Words {
    en: "Interval",
    es: "Intervalo",
    fr: "Intervalle",
    de: "Intervall",
    tr: "Aralık",
};

/// The choices that the export has, made or not; of filters only those that were set.
pub(super) fn lines(request: &ExportRequest) -> Vec<(String, String)> {
    let language = request.file.language;
    let said = |words: &Words| words.of(language).to_owned();
    let has = |choice| request.report.has(choice);
    let options = &request.options;
    let mut lines = Vec::new();
    if has(Choice::Agents) || has(Choice::Teams) {
        let (people, who) = if !request.team_ids.is_empty() {
            (&TEAMS, request.team_ids.join(", "))
        } else if !request.agent_ids.is_empty() {
            (&AGENTS, request.agent_ids.join(", "))
        } else {
            (&PEOPLE, said(&EVERYONE))
        };
        lines.push((said(people), who));
    }
    if has(Choice::IncludeDisabled) {
        let disabled = if request.include_disabled { &YES } else { &NO };
        lines.push((said(&DISABLED), said(disabled)));
    }
    if has(Choice::Conversations) {
        let which = match options.conversations {
            Conversations::OpenAtEnd => &OPEN,
            Conversations::Closed => &CLOSED,
            Conversations::Created => &CREATED,
        };
        lines.push((said(&WHICH), said(which)));
    }
    if let Some(interval) = options.interval {
        lines.push((said(&INTERVAL), length(interval, language)));
    }
    if has(Choice::BusinessHours) {
        let hours = match options.business_hours {
            BusinessHours::All => &ALL_HOURS,
            BusinessHours::Within => &WITHIN,
            BusinessHours::Outside => &OUTSIDE,
        };
        lines.push((said(&HOURS), said(hours)));
    }
    if !options.priorities.is_empty() {
        let priorities: Vec<String> = options.priorities.iter().map(u8::to_string).collect();
        lines.push((said(&PRIORITIES), priorities.join(", ")));
    }
    if !options.work_queue_ids.is_empty() {
        lines.push((said(&QUEUES), options.work_queue_ids.join(", ")));
    }
    if let Some(view) = &options.smart_view_id {
        lines.push((said(&VIEW), view.clone()));
    }
    if has(Choice::RaiseLimit) {
        let most = if options.raise_limit { "2000" } else { "500" };
        lines.push((said(&LIMIT), most.to_owned()));
    }
    lines
}

const MINUTES: Words = Words {
    en: "min",
    es: "min",
    fr: "min",
    de: "Min.",
    tr: "dk.",
};
const HOURS_LONG: Words = Words {
    en: "h",
    es: "h",
    fr: "h",
    de: "Std.",
    tr: "sa.",
};
const DAY: Words = Words {
    en: "day",
    es: "día",
    fr: "jour",
    de: "Tag",
    tr: "gün",
};
const WEEK: Words = Words {
    en: "week",
    es: "semana",
    fr: "semaine",
    de: "Woche",
    tr: "hafta",
};
const MONTH: Words = Words {
    en: "month",
    es: "mes",
    fr: "mois",
    de: "Monat",
    tr: "ay",
};

/// An interval in words, such as `15 min`.
fn length(interval: Interval, language: Locale) -> String {
    let minutes = interval.millis() / 60_000;
    let (count, unit) = match interval {
        Interval::Day => (1, &DAY),
        Interval::Week => (1, &WEEK),
        Interval::Month => (1, &MONTH),
        _ if minutes < 60 => (minutes, &MINUTES),
        _ => (minutes / 60, &HOURS_LONG),
    };
    format!("{count} {}", unit.of(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_told_in_their_largest_unit() {
        let said = Interval::ALL.map(|interval| length(interval, Locale::En));
        let expected = [
            "5 min", "10 min", "15 min", "30 min", "1 h", "2 h", "4 h", "8 h", "12 h", "1 day",
            "1 week", "1 month",
        ];
        assert_eq!(said, expected);
    }
}
