//! What the documented columns are called by people, and what they mean.
//!
//! The reference page names the states by their colours and says no more of them, so neither does this.

use crate::model::{ColumnTexts, Words};

/// The documented columns.
pub(super) const DOCUMENTED: [(&str, ColumnTexts); 11] = [
    (
        "agent_name",
        ColumnTexts {
            titles: Words {
                en: "Agent name",
                es: "Nombre del agente",
                fr: "Nom de l’agent",
                de: "Agentenname",
                tr: "Temsilci adı",
            },
            hints: Words {
                en: "The agent’s name, as Care shows it.",
                es: "El nombre del agente, tal como lo muestra Care.",
                fr: "Le nom de l’agent, tel que Care l’affiche.",
                de: "Der Name des Agenten, wie Care ihn anzeigt.",
                tr: "Temsilcinin Care’de görünen adı.",
            },
        },
    ),
    (
        "agent_email",
        ColumnTexts {
            titles: Words {
                en: "Agent e-mail",
                es: "Correo electrónico del agente",
                fr: "E-mail de l’agent",
                de: "E-Mail-Adresse des Agenten",
                tr: "Temsilci e-postası",
            },
            hints: Words {
                en: "The agent’s e-mail address in Care.",
                es: "La dirección de correo electrónico del agente en Care.",
                fr: "L’adresse e-mail de l’agent dans Care.",
                de: "Die E-Mail-Adresse, mit der der Agent in Care geführt wird.",
                tr: "Temsilcinin Care’deki e-posta adresi.",
            },
        },
    ),
    (
        "agent_id",
        ColumnTexts {
            titles: Words {
                en: "Agent ID",
                es: "ID del agente",
                fr: "Identifiant de l’agent",
                de: "Agenten-ID",
                tr: "Temsilci kimliği",
            },
            hints: Words {
                en: "What Care knows the agent by: it tells apart two agents of the same name.",
                es: "El identificador con el que Care reconoce al agente; distingue a dos agentes con el mismo nombre.",
                fr: "L’identifiant sous lequel Care connaît l’agent ; il distingue deux agents du même nom.",
                de: "Die Kennung des Agenten in Care; sie unterscheidet zwei Agenten gleichen Namens.",
                tr: "Care’in temsilciyi tanıdığı kimlik; aynı adı taşıyan iki temsilciyi birbirinden ayırır.",
            },
        },
    ),
    (
        "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
        ColumnTexts {
            titles: Words {
                en: "Time logged in",
                es: "Tiempo de conexión",
                fr: "Temps de connexion",
                de: "Angemeldete Zeit",
                tr: "Oturumun açık kaldığı süre",
            },
            hints: Words {
                en: "How long the agent was logged in to the console in the period.",
                es: "Cuánto tiempo estuvo el agente conectado a la consola durante el periodo.",
                fr: "Le temps pendant lequel l’agent a été connecté à la console sur la période.",
                de: "Wie lange der Agent im Zeitraum an der Konsole angemeldet war.",
                tr: "Temsilcinin dönem içinde konsolda oturumunun açık kaldığı süre.",
            },
        },
    ),
    (
        "TOTAL_GREEN_STATE_TIME_MILLIS",
        ColumnTexts {
            titles: Words {
                en: "Time in green state",
                es: "Tiempo en estado verde",
                fr: "Temps en état vert",
                de: "Zeit im Status Grün",
                tr: "Yeşil durumda geçen süre",
            },
            hints: Words {
                en: "How long the agent’s state was green in the period.",
                es: "Cuánto tiempo estuvo el agente en estado verde durante el periodo.",
                fr: "Le temps que l’agent a passé en état vert sur la période.",
                de: "Wie lange der Status des Agenten im Zeitraum Grün war.",
                tr: "Temsilcinin dönem içinde yeşil durumda kaldığı süre.",
            },
        },
    ),
    (
        "TOTAL_YELLOW_STATE_TIME_MILLIS",
        ColumnTexts {
            titles: Words {
                en: "Time in yellow state",
                es: "Tiempo en estado amarillo",
                fr: "Temps en état jaune",
                de: "Zeit im Status Gelb",
                tr: "Sarı durumda geçen süre",
            },
            hints: Words {
                en: "How long the agent’s state was yellow in the period.",
                es: "Cuánto tiempo estuvo el agente en estado amarillo durante el periodo.",
                fr: "Le temps que l’agent a passé en état jaune sur la période.",
                de: "Wie lange der Status des Agenten im Zeitraum Gelb war.",
                tr: "Temsilcinin dönem içinde sarı durumda kaldığı süre.",
            },
        },
    ),
    (
        "TOTAL_RED_STATE_TIME_MILLIS",
        ColumnTexts {
            titles: Words {
                en: "Time in red state",
                es: "Tiempo en estado rojo",
                fr: "Temps en état rouge",
                de: "Zeit im Status Rot",
                tr: "Kırmızı durumda geçen süre",
            },
            hints: Words {
                en: "How long the agent’s state was red in the period.",
                es: "Cuánto tiempo estuvo el agente en estado rojo durante el periodo.",
                fr: "Le temps que l’agent a passé en état rouge sur la période.",
                de: "Wie lange der Status des Agenten im Zeitraum Rot war.",
                tr: "Temsilcinin dönem içinde kırmızı durumda kaldığı süre.",
            },
        },
    ),
    (
        "TOTAL_MOBILE_TIME_MILLIS",
        ColumnTexts {
            titles: Words {
                en: "Time on mobile",
                es: "Tiempo en el móvil",
                fr: "Temps sur mobile",
                de: "Zeit am Mobilgerät",
                tr: "Mobilde geçen süre",
            },
            hints: Words {
                en: "How long the agent was on a mobile device in the period.",
                es: "Cuánto tiempo estuvo el agente en un dispositivo móvil durante el periodo.",
                fr: "Le temps que l’agent a passé sur un appareil mobile sur la période.",
                de: "Wie lange der Agent im Zeitraum an einem Mobilgerät war.",
                tr: "Temsilcinin dönem içinde mobil cihazda geçirdiği süre.",
            },
        },
    ),
    (
        "CONVERSATION_ID",
        ColumnTexts {
            titles: Words {
                en: "Conversation ID",
                es: "ID de la conversación",
                fr: "Identifiant de la conversation",
                de: "Konversations-ID",
                tr: "Konuşma kimliği",
            },
            hints: Words {
                en: "What Care knows the conversation by.",
                es: "El identificador con el que Care reconoce la conversación.",
                fr: "L’identifiant sous lequel Care connaît la conversation.",
                de: "Die Kennung der Konversation in Care.",
                tr: "Care’in konuşmayı tanıdığı kimlik.",
            },
        },
    ),
    (
        "STATUS",
        ColumnTexts {
            titles: Words {
                en: "Conversation status",
                es: "Estado de la conversación",
                fr: "Statut de la conversation",
                de: "Status der Konversation",
                tr: "Konuşmanın durumu",
            },
            hints: Words {
                en: "The status of the conversation, as Care writes it.",
                es: "El estado de la conversación, tal como lo escribe Care.",
                fr: "Le statut de la conversation, tel que Care l’écrit.",
                de: "Der Status der Konversation, wie Care ihn schreibt.",
                tr: "Konuşmanın, Care’in yazdığı biçimiyle durumu.",
            },
        },
    ),
    (
        "ASSIGNED_AGENT_DISPLAY_ID",
        ColumnTexts {
            titles: Words {
                en: "Assigned agent’s display ID",
                es: "ID visible del agente asignado",
                fr: "Identifiant affiché de l’agent affecté",
                de: "Anzeige-ID des zugewiesenen Agenten",
                tr: "Atanan temsilcinin görünen kimliği",
            },
            hints: Words {
                en: "The ID under which Care shows the agent to whom the conversation is assigned.",
                es: "El ID con el que Care muestra al agente al que está asignada la conversación.",
                fr: "L’identifiant sous lequel Care affiche l’agent à qui la conversation est affectée.",
                de: "Die ID, unter der Care den Agenten anzeigt, dem die Konversation zugewiesen ist.",
                tr: "Konuşmanın atandığı temsilcinin Care’de görünen kimliği.",
            },
        },
    ),
];

/// Units of times, for headers.
pub(super) const MILLISECONDS: Words = Words {
    en: "ms",
    es: "ms",
    fr: "ms",
    de: "ms",
    tr: "ms",
};
pub(super) const HOURS: Words = Words {
    en: "h",
    es: "h",
    fr: "h",
    de: "h",
    tr: "sa",
};
pub(super) const CLOCK: Words = Words {
    en: "h:mm:ss",
    es: "h:mm:ss",
    fr: "h:mm:ss",
    de: "h:mm:ss",
    tr: "sa:dd:ss",
};
