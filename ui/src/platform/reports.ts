// Generated from Rust. Do not edit: `UPDATE_BINDINGS=1 cargo test bindings` writes it.
import type { ReportInfo } from "./bindings";

/** The service's exports, User first. */
export const reports: ReportInfo[] = [
  {
    "report": "user",
    "choices": [
      "teams",
      "agents",
      "include_disabled"
    ],
    "titles": {
      "en": "User export",
      "es": "Exportación User",
      "fr": "Export User",
      "de": "User-Export",
      "tr": "User dışa aktarması"
    },
    "hints": {
      "en": "Agents and their time in each state.",
      "es": "Agentes y su tiempo en cada estado.",
      "fr": "Les agents et leur temps dans chaque état.",
      "de": "Agenten und ihre Zeit in jedem Status.",
      "tr": "Temsilciler ve her durumda geçirdikleri süre."
    },
    "joinable": false
  },
  {
    "report": "raw_agent_states",
    "choices": [
      "teams",
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Agent State export",
      "es": "Exportación de estados de agentes",
      "fr": "Export des états des agents",
      "de": "Export der Agentenstatus",
      "tr": "Temsilci durumu dışa aktarması"
    },
    "hints": {
      "en": "The states that agents were in, one after another.",
      "es": "Los estados en que estuvieron los agentes, uno tras otro.",
      "fr": "Les états des agents, l’un après l’autre.",
      "de": "Die Status der Agenten, einer nach dem anderen.",
      "tr": "Temsilcilerin bulunduğu durumlar, birbiri ardına."
    },
    "joinable": true
  },
  {
    "report": "combined",
    "choices": [
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Combined Raw export",
      "es": "Exportación combinada sin procesar",
      "fr": "Export brut combiné",
      "de": "Kombinierter Rohdatenexport",
      "tr": "Birleşik ham dışa aktarma"
    },
    "hints": {
      "en": "What the raw exports tell of posts and responses, in one table.",
      "es": "Lo que las exportaciones sin procesar dicen de publicaciones y respuestas, en una sola tabla.",
      "fr": "Ce que les exports bruts disent des messages et des réponses, dans un seul tableau.",
      "de": "Was die Rohdatenexporte über Beiträge und Antworten sagen, in einer Tabelle.",
      "tr": "Ham dışa aktarmaların gönderiler ve yanıtlar hakkında söyledikleri, tek bir tabloda."
    },
    "joinable": true
  },
  {
    "report": "conversation_actions",
    "choices": [
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Conversation Actions export",
      "es": "Exportación de acciones de conversaciones",
      "fr": "Export des actions de conversation",
      "de": "Export der Konversationsaktionen",
      "tr": "Konuşma eylemleri dışa aktarması"
    },
    "hints": {
      "en": "What was done with conversations, action by action.",
      "es": "Lo que se hizo con las conversaciones, acción por acción.",
      "fr": "Ce qui a été fait des conversations, action par action.",
      "de": "Was mit Konversationen geschah, Aktion für Aktion.",
      "tr": "Konuşmalarla ilgili yapılanlar, eylem eylem."
    },
    "joinable": true
  },
  {
    "report": "conversation_history_action",
    "choices": [
      "raise_limit",
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Conversation History Action export",
      "es": "Exportación del historial de acciones de conversaciones",
      "fr": "Export de l’historique des actions de conversation",
      "de": "Export der Aktionen im Konversationsverlauf",
      "tr": "Konuşma geçmişi eylemleri dışa aktarması"
    },
    "hints": {
      "en": "The history of each conversation: up to 500 of its actions, or 2,000.",
      "es": "El historial de cada conversación: hasta 500 de sus acciones, o 2000.",
      "fr": "L’historique de chaque conversation : jusqu’à 500 de ses actions, ou 2 000.",
      "de": "Der Verlauf jeder Konversation: bis zu 500 ihrer Aktionen oder 2.000.",
      "tr": "Her konuşmanın geçmişi: en çok 500 ya da 2.000 eylemi."
    },
    "joinable": true
  },
  {
    "report": "author",
    "choices": [
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Author export",
      "es": "Exportación de autores sin procesar",
      "fr": "Export brut des auteurs",
      "de": "Rohdatenexport der Autoren",
      "tr": "Ham yazar dışa aktarması"
    },
    "hints": {
      "en": "The people who wrote to the company.",
      "es": "Las personas que escribieron a la empresa.",
      "fr": "Les personnes qui ont écrit à l’entreprise.",
      "de": "Die Menschen, die dem Unternehmen geschrieben haben.",
      "tr": "Şirkete yazan kişiler."
    },
    "joinable": false
  },
  {
    "report": "conversation",
    "choices": [
      "conversations",
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Conversation export",
      "es": "Exportación de conversaciones sin procesar",
      "fr": "Export brut des conversations",
      "de": "Rohdatenexport der Konversationen",
      "tr": "Ham konuşma dışa aktarması"
    },
    "hints": {
      "en": "Conversations that are open at the end of the period, or that were closed or created in it.",
      "es": "Conversaciones abiertas al final del periodo, o cerradas o creadas en él.",
      "fr": "Les conversations ouvertes à la fin de la période, ou fermées ou créées pendant celle-ci.",
      "de": "Konversationen, die am Ende des Zeitraums offen sind oder in ihm geschlossen oder erstellt wurden.",
      "tr": "Dönemin sonunda açık olan ya da dönem içinde kapatılan veya oluşturulan konuşmalar."
    },
    "joinable": true
  },
  {
    "report": "raw_expert_help",
    "choices": [
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Help Request export",
      "es": "Exportación de solicitudes de ayuda sin procesar",
      "fr": "Export brut des demandes d’aide",
      "de": "Rohdatenexport der Hilfeanfragen",
      "tr": "Ham yardım isteği dışa aktarması"
    },
    "hints": {
      "en": "Requests for help that went to experts.",
      "es": "Solicitudes de ayuda dirigidas a expertos.",
      "fr": "Les demandes d’aide adressées à des experts.",
      "de": "Hilfeanfragen, die an Experten gingen.",
      "tr": "Uzmanlara yöneltilen yardım istekleri."
    },
    "joinable": true
  },
  {
    "report": "incoming_post",
    "choices": [
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Incoming Post export",
      "es": "Exportación de publicaciones entrantes sin procesar",
      "fr": "Export brut des messages entrants",
      "de": "Rohdatenexport der eingehenden Beiträge",
      "tr": "Ham gelen gönderi dışa aktarması"
    },
    "hints": {
      "en": "Posts that came in.",
      "es": "Publicaciones que entraron.",
      "fr": "Les messages reçus.",
      "de": "Beiträge, die eingegangen sind.",
      "tr": "Gelen gönderiler."
    },
    "joinable": true
  },
  {
    "report": "response",
    "choices": [
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Response export",
      "es": "Exportación de respuestas sin procesar",
      "fr": "Export brut des réponses",
      "de": "Rohdatenexport der Antworten",
      "tr": "Ham yanıt dışa aktarması"
    },
    "hints": {
      "en": "Responses that agents gave.",
      "es": "Respuestas que dieron los agentes.",
      "fr": "Les réponses données par les agents.",
      "de": "Antworten, die Agenten gegeben haben.",
      "tr": "Temsilcilerin verdiği yanıtlar."
    },
    "joinable": true
  },
  {
    "report": "response_approval",
    "choices": [
      "teams",
      "include_disabled",
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Response Approval export",
      "es": "Exportación de aprobaciones de respuestas sin procesar",
      "fr": "Export brut des approbations de réponses",
      "de": "Rohdatenexport der Antwortfreigaben",
      "tr": "Ham yanıt onayı dışa aktarması"
    },
    "hints": {
      "en": "Responses that needed an approval.",
      "es": "Respuestas que necesitaban una aprobación.",
      "fr": "Les réponses qui demandaient une approbation.",
      "de": "Antworten, die eine Freigabe brauchten.",
      "tr": "Onay gerektiren yanıtlar."
    },
    "joinable": true
  },
  {
    "report": "team_performance",
    "choices": [
      "teams",
      "include_disabled",
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Raw Team Performance export",
      "es": "Exportación de rendimiento de equipos sin procesar",
      "fr": "Export brut des performances des équipes",
      "de": "Rohdatenexport der Teamleistung",
      "tr": "Ham ekip performansı dışa aktarması"
    },
    "hints": {
      "en": "The figures of teams over the whole period.",
      "es": "Las cifras de los equipos en todo el periodo.",
      "fr": "Les chiffres des équipes sur toute la période.",
      "de": "Die Zahlen der Teams über den ganzen Zeitraum.",
      "tr": "Ekiplerin tüm döneme ait rakamları."
    },
    "joinable": false
  },
  {
    "report": "team_performance_interval",
    "choices": [
      "teams",
      "include_disabled",
      "interval",
      "business_hours",
      "priorities",
      "smart_view",
      "work_queues"
    ],
    "titles": {
      "en": "Team Performance Interval export",
      "es": "Exportación de rendimiento de equipos por intervalo",
      "fr": "Export des performances des équipes par intervalle",
      "de": "Export der Teamleistung nach Intervall",
      "tr": "Aralıklarla ekip performansı dışa aktarması"
    },
    "hints": {
      "en": "The figures of teams for each hour, day, week or other interval of the period.",
      "es": "Las cifras de los equipos por cada hora, día, semana u otro intervalo del periodo.",
      "fr": "Les chiffres des équipes pour chaque heure, jour, semaine ou autre intervalle de la période.",
      "de": "Die Zahlen der Teams je Stunde, Tag, Woche oder anderem Intervall des Zeitraums.",
      "tr": "Ekiplerin dönem içindeki her saate, güne, haftaya ya da başka bir aralığa ait rakamları."
    },
    "joinable": false
  }
];
