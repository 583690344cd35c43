//! What customers and agents write: line breaks, quotes, emoji, every script, and now and then far too much.

use crate::draw::Draw;

/// One text in so many is longer than the 32,767 characters that a spreadsheet's cell holds.
const ONE_IS_LONG_IN: u64 = 997;

const CUSTOMER: &[&str] = &[
    "My order still isn't here",
    "Hi,\n\nI was charged twice for \"Premium\".\nCan you check?\n\nThanks",
    "Merhaba, siparişim hâlâ gelmedi 😕",
    "Die Lieferung ist da, aber der Karton war offen; \"Größe 38\" fehlt.",
    "¿Dónde está mi pedido? Ya han pasado 10 días…",
    "Ça ne marche pas : l'application s'arrête dès que j'ouvre « Mon compte ».",
    "=HYPERLINK(\"https://shop.example\",\"here\")",
    "注文番号 0001234 の件です。\r\nよろしくお願いします。",
    "الطلب لم يصل بعد، أرجو المساعدة",
    "👍👍👍",
    "Tab\there, comma, semicolon; and a | bar",
    "\"Quoted\", she said, \"and \"\"doubly\"\" so\"",
    "C:\\Users\\me\\receipt.pdf",
    "+1 555 0100",
    "1e10",
    " spaces around ",
    "Family of four 👨‍👩‍👧‍👦 waiting since 9:00 🕘",
    "",
];

const AGENT: &[&str] = &[
    "Thanks for reaching out. Could you send us your order number in a direct message?",
    "We're on it.\n\n– The team",
    "Hallo, das tut uns leid. Bitte schreiben Sie uns Ihre Kundennummer (\"K-…\").",
    "Hola, gracias por escribirnos. Lo revisamos enseguida 🙂",
    "Bonjour, c'est noté : nous revenons vers vous d'ici 2 h.",
    "Merhaba, iletişim bilgilerinizi mesaj ile iletir misiniz? 🙏",
    "Your refund of $20.00 is on its way; it takes 3-5 days.",
    "-",
    "ご連絡ありがとうございます。\n確認いたします。",
    "Done ✅",
];

fn of(phrases: &[&'static str], draw: &mut Draw) -> String {
    let long = draw.below(ONE_IS_LONG_IN) == 0;
    let sentences = 1 + draw.below(3);
    let mut text: Vec<&str> = (0..sentences).map(|_| draw.pick(phrases)).collect();
    if long {
        text.extend(std::iter::repeat_n("ağ \"ß\" 🎧,", 3_300));
    }
    text.join(" ")
}

/// What a customer writes.
pub(crate) fn customer(draw: &mut Draw) -> String {
    of(CUSTOMER, draw)
}

/// What an agent answers.
pub(crate) fn agent(draw: &mut Draw) -> String {
    of(AGENT, draw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hold_what_files_get_wrong_and_are_sometimes_too_long() {
        let mut draw = Draw::new(&[1]);
        let texts: Vec<_> = (0..3000).map(|_| customer(&mut draw)).collect();
        for awkward in ["\n", "\r\n", "\"", ",", "\t", "👨‍👩‍👧‍👦", "="] {
            assert!(
                texts.iter().any(|text| text.contains(awkward)),
                "{awkward:?}"
            );
        }
        assert!(texts.iter().any(String::is_empty));
        assert!(texts.iter().any(|text| text.chars().count() > 32_767));
    }
}
