"""What newsrooms ask of their readers, language by language, beside what their stories say about the same things."""

from __future__ import annotations

from importlib.resources import files

import pytest

from newsarchive.page import words

# Lines of an invented paper, the Larch Herald of Hillview, and the rule that each goes by.
ASKED: dict[str, list[tuple[str, str]]] = {
    "en": [
        ("Don't want to see this? Remove ads", "advertising"),
        ("Open this photo in gallery:", "picture-control"),
        ("Follow the Herald's full coverage of the flood at https://herald.example/flood", "read-more"),
        ("Related Roundup: Harbour ferries", "read-more"),
        ("More Great HERALD Stories", "read-more"),
        ("Start your day with the Herald's free newsletter from the harbour.", "newsletter-prompt"),
        ("This article contains content provided by Chirper. We ask for your permission before it is loaded.", "cookie-prompt"),
        ("If you value our journalism, please consider a donation.", "subscribe-prompt"),
        ("Make the Herald your preferred source on Google", "share-bar"),
        ("When you buy through links on our site, we may earn a commission.", "advertising"),
        ("Comments on this article are now closed.", "comments"),
        ("Listen here on your chosen podcast platform.", "player"),
    ],
    "de": [
        ("Aktuelle Nachrichten aufs Handy? Hier geht es zur neuen Herold-App.", "app-prompt"),
        ("Ich bin damit einverstanden, dass mir der externe Inhalt angezeigt wird.", "cookie-prompt"),
        ("Wir stellen ohne Ihr Einverständnis keine Verbindung zu Chirper her.", "cookie-prompt"),
        ("Affiliate-Links / Bilder von der Amazon Product Advertising API", "advertising"),
        ("Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns mit einer Spende.", "subscribe-prompt"),
        ("Der Newsletter zu Hafen und Fluss. Hier geht es zur Anmeldung.", "newsletter-prompt"),
        ("Aktuelle Meldungen zum Eisgang finden Sie jederzeit in unserem Liveblog:", "read-more"),
        ("Alle Informationen zum Fährbetrieb.", "read-more"),
        ("Haben Sie einen Fehler entdeckt? Die Redaktion freut sich über Post.", "reader-contact"),
        ("Bild vergrößern", "player"),
        ("Die Kommentarfunktion ist geschlossen.", "comments"),
        ("Wenn Sie über diese Links einkaufen, erhalten wir eine kleine Provision.", "advertising"),
    ],
    "fr": [
        ("Pour afficher ce contenu, vous devez accepter les cookies du réseau.", "cookie-prompt"),
        ("Soutenez-nous par un don, même modeste.", "subscribe-prompt"),
        ("Suivez notre direct sur la crue du fleuve", "read-more"),
        ("La suite de l'article après cette publicité", "advertising"),
        ("Ajoutez le Héraut à vos sources préférées", "share-bar"),
        ("Pour commenter, connectez-vous ou créez un compte.", "comments"),
    ],
    "es": [
        ("Este contenido está alojado en una red social.", "cookie-prompt"),
        ("Únete a nuestro canal de WhatsApp y recibe las noticias del puerto.", "share-bar"),
        ("Para comentar es necesario iniciar sesión.", "comments"),
        ("El periodismo independiente necesita el apoyo de sus lectores.", "subscribe-prompt"),
        ("Sigue toda la información sobre la crecida en el Heraldo", "read-more"),
    ],
    "it": [
        ("Per visualizzare questo contenuto devi accettare i cookie.", "cookie-prompt"),
        ("Aggiungi l'Araldo alle fonti preferite di Google", "share-bar"),
        ("Sostieni il giornalismo indipendente dell'Araldo", "subscribe-prompt"),
        ("Per commentare devi essere registrato.", "comments"),
    ],
    "pt": [
        ("ATENÇÃO: Comentários ofensivos não serão aprovados pelo moderador.", "comments"),
        ("Siga o canal do Arauto no WhatsApp", "share-bar"),
        ("Para visualizar este conteúdo, aceite os cookies.", "cookie-prompt"),
        ("Encontrou algum erro? Avise a redação.", "reader-contact"),
    ],
    "nl": [
        ("Voor het tonen van deze inhoud is uw toestemming nodig.", "cookie-prompt"),
        ("Je moet ingelogd zijn om te kunnen reageren.", "comments"),
        ("Tip onze redactie", "reader-contact"),
        ("De tekst gaat verder onder de foto", "advertising"),
    ],
    "sv": [
        ("För att se innehållet behöver du godkänna kakor.", "cookie-prompt"),
        ("Du måste vara inloggad för att kommentera.", "comments"),
        ("Följ oss gärna på nätet", "share-bar"),
    ],
    "no": [
        ("Du må være logget inn for å kommentere.", "comments"),
        ("Saken fortsetter under bildet", "advertising"),
        ("Vi bruker informasjonskapsler.", "cookie-prompt"),
    ],
    "da": [
        ("Log ind for at kommentere artiklen.", "comments"),
        ("Artiklen fortsætter under billedet", "advertising"),
        ("Støt vores journalistik", "subscribe-prompt"),
    ],
    "fi": [
        ("Tämä artikkeli on vain tilaajille.", "subscribe-prompt"),
        ("Juttu jatkuu kuvan alla", "advertising"),
        ("Kommentointi on suljettu.", "comments"),
    ],
    "is": [("Lestu einnig: Ferjan siglir á ný", "read-more"), ("Þessi vefur notar vafrakökur.", "cookie-prompt")],
    "pl": [
        ("Aby wyświetlić tę treść, zaakceptuj pliki.", "cookie-prompt"),
        ("Zaloguj się, aby dodać komentarz.", "comments"),
        ("Wesprzyj nas darowizną.", "subscribe-prompt"),
        ("Obserwuj nas w Google News", "share-bar"),
    ],
    "cs": [
        ("Pro zobrazení tohoto obsahu povolte cookies.", "cookie-prompt"),
        ("Diskuse je uzavřena", "comments"),
        ("Podpořte nás finančně.", "subscribe-prompt"),
    ],
    "sk": [("Na zobrazenie tohto obsahu potrebujeme súhlas.", "cookie-prompt"), ("Viac čítajte: Prievoz pláva", "read-more")],
    "hu": [("Iratkozzon fel hírlevelünkre!", "newsletter-prompt"), ("A cikk a hirdetés után folytatódik", "advertising")],
    "ro": [("Urmărește-ne pe Google News", "share-bar"), ("Abonează-te la newsletter", "newsletter-prompt")],
    "bg": [("Прочетете още: Фериботът тръгва", "read-more"), ("Последвайте ни и в мрежата", "share-bar")],
    "el": [
        ("Ακολουθήστε το larch.example στο Google News και μάθετε πρώτοι όλες τις ειδήσεις", "share-bar"),
        ("Διαβάστε εδώ: Το φέρι ξεκινά", "read-more"),
    ],
    "ru": [
        ("Подписывайтесь на наш канал в Telegram", "share-bar"),
        ("Материал доступен только подписчикам", "subscribe-prompt"),
        ("Чтобы комментировать, войдите или зарегистрируйтесь", "comments"),
        ("Мы в Telegram", "share-bar"),
    ],
    "uk": [
        ("Підписуйтесь на наш телеграм-канал", "share-bar"),
        ("Підтримайте нашу редакцію", "subscribe-prompt"),
        ("Читайте також: Пором ходить", "read-more"),
    ],
    "hr": [("Pročitajte još: Trajekt ponovno plovi", "read-more"), ("Pratite nas na mreži", "share-bar")],
    "sr": [("Прочитајте још: Скела поново плови", "read-more"), ("Најчитаније", "popular-list")],
    "sl": [("Preberite še: Trajekt spet pluje", "read-more"), ("Oglasno sporočilo", "advertising")],
    "mk": [("Прочитајте и: Бродот плови", "read-more"), ("Остави коментар", "comments")],
    "sq": [("Lexo edhe: Trageti niset", "read-more"), ("Më të lexuarat", "popular-list")],
    "lt": [("Skaitykite taip pat: Keltas plaukia", "read-more"), ("Susiję straipsniai", "related-stories")],
    "lv": [("Lasi arī: Prāmis atkal kursē", "read-more"), ("Lasītākie", "popular-list")],
    "et": [("Loe ka: Praam sõidab taas", "read-more"), ("Kasutame küpsiseid.", "cookie-prompt")],
    "ca": [("Llegeix també: El transbordador torna", "read-more"), ("Continua després de la publicitat", "advertising")],
    "gl": [("Le tamén: O transbordador volve", "read-more"), ("Novas relacionadas", "related-stories")],
    "eu": [("Irakurri ere: Ferrya badator", "read-more"), ("Irakurrienak", "popular-list")],
    "tr": [
        ("Yorum yapmak için giriş yapın.", "comments"),
        ("Bültenimize abone olun", "newsletter-prompt"),
        ("Haberin devamı için tıklayın", "read-more"),
    ],
    "az": [("Həmçinin oxuyun: Bərə yenidən işləyir", "read-more"), ("Ən çox oxunanlar", "popular-list")],
    "ar": [
        ("اقرأ أيضا: العبارة تعود إلى الميناء", "read-more"),
        ("يجب تسجيل الدخول للتعليق على المقال", "comments"),
        ("اشترك في نشرتنا الإخبارية", "newsletter-prompt"),
    ],
    "he": [("קראו גם: המעבורת חוזרת", "read-more"), ("הירשמו לניוזלטר שלנו", "newsletter-prompt")],
    "fa": [("بیشتر بخوانید: کشتی به بندر برگشت", "read-more"), ("نظرات حاوی توهین منتشر نمی شود", "comments")],
    "ur": [("یہ بھی پڑھیں: فیری دوبارہ چل پڑی", "read-more"), ("متعلقہ خبریں", "related-stories")],
    "hi": [("यह भी पढ़ें: नाव फिर चली", "read-more"), ("हमारे व्हाट्सएप चैनल से जुड़ें", "share-bar")],
    "bn": [("আরও পড়ুন: ফেরি আবার চলবে", "read-more"), ("সর্বাধিক পঠিত", "popular-list")],
    "mr": [("हेही वाचा: नाव पुन्हा सुरू", "read-more"), ("ताज्या बातम्या", "popular-list")],
    "ne": [("यो पनि पढ्नुहोस्: डुङ्गा फेरि चल्यो", "read-more"), ("ताजा समाचार", "popular-list")],
    "ta": [("இதையும் படிங்க: படகு மீண்டும்", "read-more"), ("தொடர்புடைய செய்திகள்", "related-stories")],
    "te": [("ఇవి కూడా చదవండి: పడవ మళ్లీ", "read-more"), ("తాజా వార్తలు", "popular-list")],
    "th": [("อ่านเพิ่มเติม: เรือข้ามฟากกลับมา", "read-more"), ("ทางเว็บไซต์นี้ใช้คุกกี้เพื่อผู้อ่าน", "cookie-prompt")],
    "ka": [("მსგავსი სიახლეები", "related-stories"), ("რეკლამა", "advertising")],
    "hy": [("Կարդացեք նաև: Լաստանավը", "read-more"), ("Գովազդ", "advertising")],
    "kk": [("Сондай-ақ оқыңыз: Паром жүзеді", "read-more"), ("Жарнама", "advertising")],
    "am": [("ማስታወቂያ", "advertising"), ("ተጨማሪ ያንብቡ", "related-stories")],
    "ja": [
        ("この記事は有料会員限定の記事です", "subscribe-prompt"),
        ("【関連記事】渡し船が再開", "read-more"),
        ("公式アプリをダウンロードして読む", "app-prompt"),
        ("画像を拡大する", "picture-control"),
    ],
    "zh": [
        ("欢迎关注微信公众号“落叶松报”", "share-bar"),
        ("本文为会员内容，登录后阅读全文", "subscribe-prompt"),
        ("展开全文", "read-more"),
        ("不代表本网观点", "reader-contact"),
    ],
    "ko": [
        ("네이버에서 구독하세요", "share-bar"),
        ("로그인 후 댓글을 남길 수 있습니다", "comments"),
        ("당신의 제보를 기다립니다", "reader-contact"),
    ],
    "id": [
        ("Ikuti kami di Google News", "share-bar"),
        ("Gulir ke bawah untuk melanjutkan membaca", "advertising"),
        ("Situs ini menggunakan cookie", "cookie-prompt"),
    ],
    "vi": [("Bạn cần đăng nhập để bình luận", "comments"), ("Mời độc giả gửi bài về tòa soạn", "reader-contact")],
    "tl": [("Basahin din: Lantsa, balik-biyahe", "read-more"), ("Sundan kami sa mga pahina namin", "share-bar")],
    "sw": [("Soma pia: Kivuko kimerudi", "read-more"), ("Habari zinazohusiana", "related-stories")],
    "zu": [("Funda futhi: Isikebhe sibuyile", "read-more"), ("Izindaba ezihlobene", "related-stories")],
    "xh": [("Funda ngakumbi: Isikhephe sibuyile", "read-more"), ("Amabali anxulumeneyo", "related-stories")],
    "af": [("Lees ook: Die veerboot vaar weer", "read-more"), ("Teken in op ons nuusbrief", "newsletter-prompt")],
    "lb": [("Liest och: D'Fähr fiert nees", "read-more"), ("Am meeschte gelies", "popular-list")],
    "ga": [("Léigh freisin: Tá an bád ar ais", "read-more"), ("Scéalta gaolmhara", "related-stories")],
    "cy": [("Darllenwch hefyd: Y fferi", "read-more"), ("Straeon cysylltiedig", "related-stories")],
    "mt": [("Aqra wkoll: Il-vapur lura", "read-more"), ("Stejjer relatati", "related-stories")],
    "ha": [("Karanta kuma: Jirgin ruwa", "read-more"), ("Labaran yau", "popular-list")],
    "so": [("Akhri sidoo kale: Doonta", "read-more"), ("Wararkii ugu dambeeyay", "popular-list")],
}  # fmt: skip

# Sentences of stories, some of them about newsletters, apps, cookies, subscriptions, letters and journalism themselves.
TOLD: dict[str, list[str]] = {
    "en": [
        "The paper launched a newsletter for harbour towns and a second one for schools.",
        "Regulators fined the ferry line because its website uses cookies without asking.",
        "Residents were urged to download the app that warns of ice, the district said.",
        "Apple pulled the game from the App Store on Monday.",
        "The minister declined to comment, and the mayor could not be reached for comment.",
        "Sponsored by Senator Larch, the bill would ban single-hulled boats.",
        "Readers wrote hundreds of letters to the editor about the bridge.",
        "Anyone who saw the boat is asked to call the tip line.",
        "More women need to join the conversation about the port, she said.",
        "With your support, the mayor told the crowd, the harbour will live again.",
        "The firm offered unlimited access to its ferries for a monthly fee.",
        "The platform removed the clip because it broke its community guidelines.",
        "Tips for crossing thin ice safely",
        "Phones get breaking news alerts that a machine has shortened, the union said.",
        "Comments have been disabled on the clip, and the audio was made by a machine.",
        "Follow the river north and you reach Hillview.",
    ],
    "de": [
        "Die App gibt es für Android und iOS, sie warnt per Push-Nachricht.",
        "Haben Sie Hinweise? Dann wenden Sie sich an die Polizei in Lärchental.",
        "Haben Sie einen Fehler gemacht, Herr Minister?",
        "Was meinen Sie: Kommt die Fähre zurück?",
        "Hintergrund: Die Stadt hatte den Hafen 2019 gesperrt.",
        "Der Verlag stellte seinen Newsletter ein und kündigte mehr unabhängigen Journalismus an.",
        "Ihre Kommentare im Netz sorgten für Ärger.",
        "Das gilt für Abonnenten ebenso wie für Gäste.",
        "Bei der Wohnung fiel eine Verkaufsprovision von drei Prozent an.",
        "Alle folgen der Fähre mit den Augen.",
        "Mit dem Fahrplan stellte die Reederei unsere neue App vor, schrieb der Hafenmeister.",
    ],
    "fr": [
        "Plus de 300 morts",
        "Il vous reste deux jours pour déclarer vos revenus, rappelle le fisc.",
        "Le ministre n'était pas disponible pour commenter.",
        "Elle a décidé de faire un don à la bibliothèque.",
        "Proposé par la maire, le projet sera voté lundi.",
        "Les liens entre la Commission et le port sont anciens.",
    ],
    "es": [
        "Más de 300 muertos",
        "El alcalde no estuvo disponible para comentar la noticia.",
        "La empresa encontró el mensaje en su correo el lunes.",
        "Con tu apoyo ganaremos, dijo la candidata.",
        "Ofrece contenido exclusivo a sus socios desde enero.",
    ],
    "it": [
        "Chi è Mario Larice",
        "Gli abbonati a questa linea sono duemila.",
        "Il sindaco non era disponibile per commentare.",
        "Sul suo canale Telegram il ministro ha scritto poche righe.",
    ],
    "pt": [
        "Mais de 300 mortos",
        "O ministro não estava disponível para comentar.",
        "O banco vai escrever para os clientes em maio.",
        "O grupo do WhatsApp dos moradores avisou a polícia.",
    ],
    "nl": [
        "De minister was niet bereikbaar om te reageren.",
        "Het bedrijf gebruikt cookies om bezoekers te volgen.",
        "De app is gratis voor abonnees van de bus.",
        "Reacties uit de haven bleven uit.",
    ],
    "sv": [
        "Ministern var inte tillgänglig för att kommentera uppgifterna.",
        "Abonnemanget har ingen bindningstid.",
        "Få svenskar läser ett nyhetsbrev till slutet.",
    ],
    "no": ["Statsråden var ikke tilgjengelig for å kommentere saken.", "Han fant brevet i innboksen."],
    "da": ["Ministeren var ikke tilgængelig for at kommentere sagen.", "Prisen gælder kun for abonnenter i byen."],
    "fi": ["Satamassa on tilaa nyt kahdelle lautalle.", "Lähde ei halunnut kommentoida asiaa."],
    "pl": ["Więcej o 20 procent", "Firma używała plików cookie bez zgody.", "Dotyczy to tylko dla nas ważnych spraw."],
    "cs": ["Firma používá cookies bez souhlasu.", "Starosta se k věci nevyjádřil."],
    "hu": ["A cég sütiket használ, a hatóság szerint jogtalanul."],
    "ro": ["Fundația sprijină jurnalismul local din 2010.", "Site-ul primăriei folosește cookie fără acord."],
    "ru": [
        "Мы в заложниках",
        "Эксперты заметили ошибку в отчёте порта.",
        "Суд решил, что файлы cookie относятся к личным данным.",
        "Губернатор сообщил об этом в своём телеграм-канале.",
    ],
    "uk": ["Фахівці помітили помилку у звіті.", "Ми в полоні"],
    "tr": ["Kampanya abonelere özel değil, herkese açık.", "Yapılan yorumlardan biri silindi."],
    "ar": ["المزيد من القتلى", "سرق القراصنة بريدك الإلكتروني، قال الخبير."],
    "he": ["התושבים תמכו בנו, אמר ראש העיר", "המכתב הגיע לתיבת המייל של העירייה"],
    "ja": [
        "市は公式アプリで情報を流した。",
        "サブスクリプションの市場は拡大した。",
        "図書館は友だち追加の数を公表した。",
        "県は動画のサブスクリプションサービスを始めた。",
    ],
    "zh": [
        "据港口微信公众号消息，渡轮周一恢复。",
        "乘客扫描二维码付款。",
        "当地公布了举报电话。",
        "法院认为用户协议无效。",
    ],
    "ko": ["회사는 쿠키를 사용해 고객을 추적했다.", "개인정보처리방침을 어긴 업체가 적발됐다."],
    "id": ["Kebijakan privasi perusahaan itu dikritik.", "Warga mengunduh aplikasi dari pemerintah kota."],
}

SAYS = (words.label_class, words.lead_class, words.prompt_class)


def said(text: str) -> set[str]:
    """Return the rules that a line goes by."""
    return {rule for known in SAYS if (rule := known(text)) is not None}


def test_each_language_is_tried() -> None:
    languages = {entry.name[:-5] for entry in files(words).iterdir() if entry.name.endswith(".toml")}
    assert languages == set(ASKED)


@pytest.mark.parametrize("language", ASKED)
def test_what_is_asked_of_readers_is_known(language: str) -> None:
    for text, rule in ASKED[language]:
        assert rule in said(text), text


@pytest.mark.parametrize("language", TOLD)
def test_what_stories_tell_is_not(language: str) -> None:
    for text in TOLD[language]:
        assert not said(text), text
