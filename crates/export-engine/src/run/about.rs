//! What an Excel file says about itself, on a sheet of its own: enough to know in a year what it is,
//! and nothing that is secret.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime};
use chrono_tz::Tz;
use export_formats::{About, Outcome};

use super::{choices, recipe};
use crate::model::{ExportRequest, Locale, Problem, Words};
use crate::period;
use crate::reports;

const SHEET: Words = Words {
    en: "About this export",
    es: "Acerca de esta exportación",
    fr: "À propos de cet export",
    de: "Über diesen Export",
    tr: "Bu dışa aktarma hakkında",
};
/// Name of the sheet with the rows.
pub(super) const ROWS_SHEET: Words = Words {
    en: "Export",
    es: "Exportación",
    fr: "Export",
    de: "Export",
    tr: "Dışa aktarma",
};
const WHAT: Words = Words {
    en: "Export",
    es: "Exportación",
    fr: "Export",
    de: "Export",
    tr: "Dışa aktarma",
};
const PERIOD: Words = Words {
    en: "Period",
    es: "Periodo",
    fr: "Période",
    de: "Zeitraum",
    tr: "Dönem",
};
const ZONE: Words = Words {
    en: "Time zone",
    es: "Zona horaria",
    fr: "Fuseau horaire",
    de: "Zeitzone",
    tr: "Saat dilimi",
};
const LANGUAGE: Words = Words {
    en: "Language of times",
    es: "Idioma de las horas",
    fr: "Langue des heures",
    de: "Sprache der Zeitangaben",
    tr: "Saatlerin dili",
};
const COMPANY: Words = Words {
    en: "Company setting",
    es: "Ajustes de la empresa",
    fr: "Réglage de l’entreprise",
    de: "Einstellung des Unternehmens",
    tr: "Şirket ayarı",
};
const COLUMNS: Words = Words {
    en: "Columns",
    es: "Columnas",
    fr: "Colonnes",
    de: "Spalten",
    tr: "Sütunlar",
};
const MISSING: Words = Words {
    en: "Columns that did not come",
    es: "Columnas que no llegaron",
    fr: "Colonnes qui ne sont pas venues",
    de: "Spalten, die nicht kamen",
    tr: "Gelmeyen sütunlar",
};
const UNASKED: Words = Words {
    en: "Columns left out",
    es: "Columnas omitidas",
    fr: "Colonnes laissées de côté",
    de: "Weggelassene Spalten",
    tr: "Dışarıda bırakılan sütunlar",
};
const ROWS: Words = Words {
    en: "Rows",
    es: "Filas",
    fr: "Lignes",
    de: "Zeilen",
    tr: "Satırlar",
};
const CUT: Words = Words {
    en: "Cells cut, because Excel holds no longer ones",
    es: "Celdas recortadas, porque Excel no admite más texto",
    fr: "Cellules coupées, car Excel n’en contient pas de plus longues",
    de: "Gekürzte Zellen, weil Excel keine längeren fasst",
    tr: "Excel daha uzununu tutamadığı için kesilen hücreler",
};
const ASKED: Words = Words {
    en: "Asked for on",
    es: "Solicitada el",
    fr: "Demandé le",
    de: "Angefordert am",
    tr: "İstendiği zaman",
};
const MADE: Words = Words {
    en: "Made with",
    es: "Creada con",
    fr: "Créé avec",
    de: "Erstellt mit",
    tr: "Oluşturan",
};

/// The sheet of an export that was asked for at this instant.
///
/// # Errors
/// A zone or a period that are none.
pub(super) fn sheet(request: &ExportRequest, asked_at: i64) -> Result<About, Problem> {
    let language = request.file.language;
    let before = known_before(request, asked_at)?;
    Ok(About {
        sheet: SHEET.of(language).to_owned(),
        lines: Arc::new(move |outcome| {
            let mut lines = before.clone();
            lines.extend(found(outcome, language));
            lines
        }),
    })
}

fn known_before(request: &ExportRequest, asked_at: i64) -> Result<Vec<(String, String)>, Problem> {
    let zone = period::zone(&request.time_zone)?;
    let resolved = period::resolve(request.period, zone, asked_at)?;
    let language = request.file.language;
    let said = |words: &Words| words.of(language).to_owned();
    let (title, hint) = (
        reports::title(request.report),
        reports::hint(request.report),
    );
    let what = format!("{}. {}", title.of(language), hint.of(language));
    let mut lines = vec![
        (said(&WHAT), what),
        (said(&PERIOD), in_zone(resolved.start, resolved.end, zone)),
        (said(&ZONE), request.time_zone.clone()),
        (
            said(&LANGUAGE),
            match request.locale {
                Some(locale) => own_name(locale).to_owned(),
                None => said(&COMPANY),
            },
        ),
    ];
    lines.extend(choices::lines(request));
    lines.extend([
        (said(&ASKED), moment(asked_at, zone)),
        (
            said(&MADE),
            concat!("Care Exporter ", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
    ]);
    Ok(lines)
}

fn found(outcome: &Outcome, language: Locale) -> Vec<(String, String)> {
    let said = |words: &Words| words.of(language).to_owned();
    let mut lines = vec![
        (said(&ROWS), outcome.rows.to_string()),
        (said(&COLUMNS), outcome.columns.join(", ")),
    ];
    let missing = recipe::missing(outcome);
    let unasked = recipe::unasked(outcome);
    for (words, names) in [(&MISSING, missing), (&UNASKED, unasked)] {
        if !names.is_empty() {
            lines.push((said(words), names.join(", ")));
        }
    }
    if outcome.cut_cells > 0 {
        lines.push((said(&CUT), outcome.cut_cells.to_string()));
    }
    lines
}

/// The first and the last day when the period is whole days, else its two moments.
fn in_zone(start: i64, end: i64, zone: Tz) -> String {
    let midnight = |at: i64| {
        let local = DateTime::from_timestamp_millis(at).map(|at| at.with_timezone(&zone));
        local.is_some_and(|local| local.time() == NaiveTime::MIN)
    };
    let (from, to) = (moment(start, zone), moment(end, zone));
    if !(midnight(start) && midnight(end)) {
        return format!("{from} \u{2013} {to}");
    }
    let day = |at: i64| {
        moment(at, zone)
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    format!("{} \u{2013} {}", day(start), day(end - 1))
}

/// A moment as every language can read it, with how far it is ahead of UTC.
fn moment(at: i64, zone: Tz) -> String {
    let local = DateTime::from_timestamp_millis(at).map(|at| at.with_timezone(&zone));
    local.map_or_else(String::new, |local| {
        local.format("%Y-%m-%d %H:%M UTC%:z").to_string()
    })
}

/// A language as its speakers call it.
fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "English",
        Locale::Es => "Español",
        Locale::Fr => "Français",
        Locale::De => "Deutsch",
        Locale::Tr => "Türkçe",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_days_are_told_as_days_and_moments_as_moments() {
        let zone: Tz = "Europe/Istanbul".parse().expect("a zone");
        let midnight = 1_790_802_000_000; // 1 October 2026 in Istanbul
        let day = 86_400_000;
        assert_eq!(
            in_zone(midnight, midnight + 31 * day, zone),
            "2026-10-01 \u{2013} 2026-10-31"
        );
        assert_eq!(
            in_zone(midnight, midnight + day / 2, zone),
            "2026-10-01 00:00 UTC+03:00 \u{2013} 2026-10-01 12:00 UTC+03:00"
        );
    }

    #[test]
    fn names_of_sheets_fit_into_excel_in_every_language() {
        for language in Locale::ALL {
            for sheet in [SHEET.of(language), ROWS_SHEET.of(language)] {
                assert!(sheet.chars().count() <= 31, "{sheet}");
            }
            assert_ne!(SHEET.of(language), ROWS_SHEET.of(language));
        }
    }
}
