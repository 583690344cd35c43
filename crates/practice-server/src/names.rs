//! Names of people, awkward in the ways that real ones are.

use crate::draw::Draw;

/// Names that some program somewhere has got wrong; the first agents bear them.
const AWKWARD_NAMES: &[&str] = &[
    "İlkay Işık",
    "Ilgın Irmak",
    "Jürgen Groß",
    "Zoe\u{308} A\u{30a}ngstro\u{308}m",
    "Pat \"Paddy\" O'Brien, Jr.",
    "Françoise L'Hôpital",
    "María-José Núñez",
    "Γιώργος Παπαδόπουλος",
    "Анна Ёлкина",
    "محمد العربي",
    "יעל כהן",
    "佐藤 花子",
    "王小明",
    "김민준",
    "สมชาย ใจดี",
    "Robin 🎧 Silva",
    "Sam 👩🏽‍💻",
    "Nguyễn Thị Ánh",
    "null",
    "Łukasz Żółć",
];

/// Given and family names, by language.
const NAMES: &[(&[&str], &[&str])] = &[
    (
        &["Olivia", "Noah", "Amelia", "Jack"],
        &["Smith", "O'Neill", "Taylor-Brown", "Wright"],
    ),
    (
        &["Lucía", "Íñigo", "Begoña", "Martín"],
        &["Muñoz", "Ibáñez", "García Pérez", "Güell"],
    ),
    (
        &["Chloé", "Loïc", "Gaëlle", "Noël"],
        &["Lefèvre", "D'Aubigné", "Çelik-Martin", "Bœuf"],
    ),
    (
        &["Jörg", "Käthe", "Günther", "Änne"],
        &["Weiß", "Müller", "Größl", "Schröder"],
    ),
    (
        &["Çağla", "Işıl", "İbrahim", "Ömer"],
        &["Yıldız", "Şahin", "Iğdır", "Öztürk"],
    ),
    (&["Ελένη", "Νίκος"], &["Οικονόμου", "Ζαΐμης"]),
    (&["Юлия", "Пётр"], &["Щербакова", "Королёв"]),
    (&["فاطمة", "أحمد"], &["الزهراء", "بن يوسف"]),
    (&["נועה", "דוד"], &["לוי", "פרידמן"]),
    (&["美咲", "翔太"], &["鈴木", "髙橋"]),
    (&["伟", "秀英"], &["李", "欧阳"]),
    (&["서연", "지훈"], &["이", "박"]),
    (&["อรทัย", "วิชัย"], &["ศรีสุข", "ทองดี"]),
];

/// The name of the person of this number.
pub(crate) fn name(number: u64, draw: &mut Draw) -> String {
    let (given, family) = NAMES[(number % NAMES.len() as u64) as usize];
    format!("{} {}", draw.pick(given), draw.pick(family))
}

/// The name of the agent of this number; the first ones have those that are hardest to get right.
pub(crate) fn of_agent(number: u64, draw: &mut Draw) -> String {
    match usize::try_from(number)
        .ok()
        .and_then(|number| AWKWARD_NAMES.get(number))
    {
        Some(name) => (*name).to_owned(),
        None => name(number, draw),
    }
}
