//! The service's exports, in the words of people.
//!
//! The vendor's pages say little more of most of them than their names, so neither does this.

use crate::engine::Engine;
use crate::model::{Choice, Conversations, ExportRequest, Report, ReportInfo, Words};

impl Engine {
    /// The service's exports, User first.
    pub fn reports() -> Vec<ReportInfo> {
        let info = |report: Report| ReportInfo {
            report,
            choices: report.choices(),
            titles: title(report),
            hints: hint(report),
            joinable: has_rows_of_moments(report),
        };
        Report::ALL.into_iter().map(info).collect()
    }
}

/// Whether each row of an export is of one moment. Those of the others are figures or people of a whole period: in
/// the parts of a longer one they come again.
const fn has_rows_of_moments(report: Report) -> bool {
    match report {
        Report::User
        | Report::Author
        | Report::TeamPerformance
        | Report::TeamPerformanceInterval => false,
        Report::RawAgentStates
        | Report::Combined
        | Report::ConversationActions
        | Report::ConversationHistoryAction
        | Report::Conversation
        | Report::RawExpertHelp
        | Report::IncomingPost
        | Report::Response
        | Report::ResponseApproval => true,
    }
}

/// Whether the parts of a longer period can become one file that is what an export of all of it would be.
pub(crate) fn can_be_joined(request: &ExportRequest) -> bool {
    let at_end = request.report.has(Choice::Conversations)
        && request.options.conversations == Conversations::OpenAtEnd;
    has_rows_of_moments(request.report) && !at_end
}

/// The name of an export.
pub(crate) const fn title(report: Report) -> Words {
    match report {
        Report::User => Words {
            en: "User export",
            es: "Exportación User",
            fr: "Export User",
            de: "User-Export",
            tr: "User dışa aktarması",
        },
        Report::RawAgentStates => Words {
            en: "Agent State export",
            es: "Exportación de estados de agentes",
            fr: "Export des états des agents",
            de: "Export der Agentenstatus",
            tr: "Temsilci durumu dışa aktarması",
        },
        Report::Combined => Words {
            en: "Combined Raw export",
            es: "Exportación combinada sin procesar",
            fr: "Export brut combiné",
            de: "Kombinierter Rohdatenexport",
            tr: "Birleşik ham dışa aktarma",
        },
        Report::ConversationActions => Words {
            en: "Conversation Actions export",
            es: "Exportación de acciones de conversaciones",
            fr: "Export des actions de conversation",
            de: "Export der Konversationsaktionen",
            tr: "Konuşma eylemleri dışa aktarması",
        },
        Report::ConversationHistoryAction => Words {
            en: "Conversation History Action export",
            es: "Exportación del historial de acciones de conversaciones",
            fr: "Export de l’historique des actions de conversation",
            de: "Export der Aktionen im Konversationsverlauf",
            tr: "Konuşma geçmişi eylemleri dışa aktarması",
        },
        Report::Author => Words {
            en: "Raw Author export",
            es: "Exportación de autores sin procesar",
            fr: "Export brut des auteurs",
            de: "Rohdatenexport der Autoren",
            tr: "Ham yazar dışa aktarması",
        },
        Report::Conversation => Words {
            en: "Raw Conversation export",
            es: "Exportación de conversaciones sin procesar",
            fr: "Export brut des conversations",
            de: "Rohdatenexport der Konversationen",
            tr: "Ham konuşma dışa aktarması",
        },
        Report::RawExpertHelp => Words {
            en: "Raw Help Request export",
            es: "Exportación de solicitudes de ayuda sin procesar",
            fr: "Export brut des demandes d’aide",
            de: "Rohdatenexport der Hilfeanfragen",
            tr: "Ham yardım isteği dışa aktarması",
        },
        Report::IncomingPost => Words {
            en: "Raw Incoming Post export",
            es: "Exportación de publicaciones entrantes sin procesar",
            fr: "Export brut des messages entrants",
            de: "Rohdatenexport der eingehenden Beiträge",
            tr: "Ham gelen gönderi dışa aktarması",
        },
        Report::Response => Words {
            en: "Raw Response export",
            es: "Exportación de respuestas sin procesar",
            fr: "Export brut des réponses",
            de: "Rohdatenexport der Antworten",
            tr: "Ham yanıt dışa aktarması",
        },
        Report::ResponseApproval => Words {
            en: "Raw Response Approval export",
            es: "Exportación de aprobaciones de respuestas sin procesar",
            fr: "Export brut des approbations de réponses",
            de: "Rohdatenexport der Antwortfreigaben",
            tr: "Ham yanıt onayı dışa aktarması",
        },
        Report::TeamPerformance => Words {
            en: "Raw Team Performance export",
            es: "Exportación de rendimiento de equipos sin procesar",
            fr: "Export brut des performances des équipes",
            de: "Rohdatenexport der Teamleistung",
            tr: "Ham ekip performansı dışa aktarması",
        },
        Report::TeamPerformanceInterval => Words {
            en: "Team Performance Interval export",
            es: "Exportación de rendimiento de equipos por intervalo",
            fr: "Export des performances des équipes par intervalle",
            de: "Export der Teamleistung nach Intervall",
            tr: "Aralıklarla ekip performansı dışa aktarması",
        },
    }
}

/// What an export holds, in a sentence.
pub(crate) const fn hint(report: Report) -> Words {
    match report {
        Report::User => Words {
            en: "Agents and their time in each state.",
            es: "Agentes y su tiempo en cada estado.",
            fr: "Les agents et leur temps dans chaque état.",
            de: "Agenten und ihre Zeit in jedem Status.",
            tr: "Temsilciler ve her durumda geçirdikleri süre.",
        },
        Report::RawAgentStates => Words {
            en: "The states that agents were in, one after another.",
            es: "Los estados en que estuvieron los agentes, uno tras otro.",
            fr: "Les états des agents, l’un après l’autre.",
            de: "Die Status der Agenten, einer nach dem anderen.",
            tr: "Temsilcilerin bulunduğu durumlar, birbiri ardına.",
        },
        Report::Combined => Words {
            en: "What the raw exports tell of posts and responses, in one table.",
            es: "Lo que las exportaciones sin procesar dicen de publicaciones y respuestas, en una sola tabla.",
            fr: "Ce que les exports bruts disent des messages et des réponses, dans un seul tableau.",
            de: "Was die Rohdatenexporte über Beiträge und Antworten sagen, in einer Tabelle.",
            tr: "Ham dışa aktarmaların gönderiler ve yanıtlar hakkında söyledikleri, tek bir tabloda.",
        },
        Report::ConversationActions => Words {
            en: "What was done with conversations, action by action.",
            es: "Lo que se hizo con las conversaciones, acción por acción.",
            fr: "Ce qui a été fait des conversations, action par action.",
            de: "Was mit Konversationen geschah, Aktion für Aktion.",
            tr: "Konuşmalarla ilgili yapılanlar, eylem eylem.",
        },
        Report::ConversationHistoryAction => Words {
            en: "The history of each conversation: up to 500 of its actions, or 2,000.",
            es: "El historial de cada conversación: hasta 500 de sus acciones, o 2000.",
            fr: "L’historique de chaque conversation : jusqu’à 500 de ses actions, ou 2 000.",
            de: "Der Verlauf jeder Konversation: bis zu 500 ihrer Aktionen oder 2.000.",
            tr: "Her konuşmanın geçmişi: en çok 500 ya da 2.000 eylemi.",
        },
        Report::Author => Words {
            en: "The people who wrote to the company.",
            es: "Las personas que escribieron a la empresa.",
            fr: "Les personnes qui ont écrit à l’entreprise.",
            de: "Die Menschen, die dem Unternehmen geschrieben haben.",
            tr: "Şirkete yazan kişiler.",
        },
        Report::Conversation => Words {
            en: "Conversations that are open at the end of the period, or that were closed or created in it.",
            es: "Conversaciones abiertas al final del periodo, o cerradas o creadas en él.",
            fr: "Les conversations ouvertes à la fin de la période, ou fermées ou créées pendant celle-ci.",
            de: "Konversationen, die am Ende des Zeitraums offen sind oder in ihm geschlossen oder erstellt wurden.",
            tr: "Dönemin sonunda açık olan ya da dönem içinde kapatılan veya oluşturulan konuşmalar.",
        },
        Report::RawExpertHelp => Words {
            en: "Requests for help that went to experts.",
            es: "Solicitudes de ayuda dirigidas a expertos.",
            fr: "Les demandes d’aide adressées à des experts.",
            de: "Hilfeanfragen, die an Experten gingen.",
            tr: "Uzmanlara yöneltilen yardım istekleri.",
        },
        Report::IncomingPost => Words {
            en: "Posts that came in.",
            es: "Publicaciones que entraron.",
            fr: "Les messages reçus.",
            de: "Beiträge, die eingegangen sind.",
            tr: "Gelen gönderiler.",
        },
        Report::Response => Words {
            en: "Responses that agents gave.",
            es: "Respuestas que dieron los agentes.",
            fr: "Les réponses données par les agents.",
            de: "Antworten, die Agenten gegeben haben.",
            tr: "Temsilcilerin verdiği yanıtlar.",
        },
        Report::ResponseApproval => Words {
            en: "Responses that needed an approval.",
            es: "Respuestas que necesitaban una aprobación.",
            fr: "Les réponses qui demandaient une approbation.",
            de: "Antworten, die eine Freigabe brauchten.",
            tr: "Onay gerektiren yanıtlar.",
        },
        Report::TeamPerformance => Words {
            en: "The figures of teams over the whole period.",
            es: "Las cifras de los equipos en todo el periodo.",
            fr: "Les chiffres des équipes sur toute la période.",
            de: "Die Zahlen der Teams über den ganzen Zeitraum.",
            tr: "Ekiplerin tüm döneme ait rakamları.",
        },
        Report::TeamPerformanceInterval => Words {
            en: "The figures of teams for each hour, day, week or other interval of the period.",
            es: "Las cifras de los equipos por cada hora, día, semana u otro intervalo del periodo.",
            fr: "Les chiffres des équipes pour chaque heure, jour, semaine ou autre intervalle de la période.",
            de: "Die Zahlen der Teams je Stunde, Tag, Woche oder anderem Intervall des Zeitraums.",
            tr: "Ekiplerin dönem içindeki her saate, güne, haftaya ya da başka bir aralığa ait rakamları.",
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::Locale;

    #[test]
    fn every_export_has_words_of_its_own_in_every_language() {
        for language in Locale::ALL {
            let (mut titles, mut hints) = (HashSet::new(), HashSet::new());
            for report in Report::ALL {
                let (title, hint) = (title(report), hint(report));
                let (title, hint) = (title.of(language), hint.of(language));
                assert!(titles.insert(title), "{title} twice in {language:?}");
                assert!(hints.insert(hint), "{hint} twice in {language:?}");
                assert!(!title.ends_with('.'), "{title}");
                assert!(hint.ends_with('.'), "{hint}");
                // Titles are names of files as well.
                assert!(
                    title.len() < 80 && !title.contains(['/', ':', '"']),
                    "{title}"
                );
            }
        }
    }
}
