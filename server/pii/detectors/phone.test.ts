import { expect, test } from "vitest";
import { piiTypes } from "@/server/pii/entities";
import { readMarked } from "@/server/pii/marked-text";
import { redactText } from "@/server/pii/redact";

const cases: Record<string, string[]> = {
  "groups need no context": [
    "⟦PHONE 415-555-0123⟧ ⟦PHONE 415.555.0123⟧ ⟦PHONE 415 555 0123⟧ ⟦PHONE 415 555-0123⟧",
    "⟦PHONE (415) 555-0123⟧ ⟦PHONE (415)555-0123⟧ ⟦PHONE (510)3041234⟧ ⟦PHONE (510) 3041234⟧ ⟦PHONE (415)-555.0123⟧",
    "⟦PHONE 1-415-555-0123⟧, ⟦PHONE 1 (415) 555-0123⟧; ⟦PHONE 1.415.555.0123⟧: ⟦PHONE 001 415 555 0123⟧",
    "(⟦PHONE (415) 555-0123⟧)",
    "(⟦PHONE 415-555-0123⟧) [⟦PHONE +1 415-555-0123⟧] '⟦PHONE 415-555-0123⟧' ⟦PHONE 415-555-0123⟧.",
    "⟦PHONE 555-123-4567⟧ ⟦PHONE (555) 010 8845⟧ 5551234567",
  ],
  "+1 needs neither groups nor context": [
    "⟦PHONE +14155550123⟧ ⟦PHONE +1 4155550123⟧ ⟦PHONE +1-415-555-0123⟧ ⟦PHONE +1.386.550.8350⟧ ⟦PHONE +1 (415) 555-0123⟧",
    "⟦PHONE +1 41 55 55 01 23⟧ ⟦PHONE +1(415)5550123⟧ ⟦PHONE +1 415 5550123⟧",
    "?phone=⟦PHONE %2B14155550123⟧&x=1 tel:⟦PHONE +1-512-246-1491⟧ sms:⟦PHONE +15125550100⟧",
    "+141555501234 +1415555012 +1 911 555 0123 +1 415 911 0123",
  ],
  "an extension belongs to it": [
    "⟦PHONE 415-555-0123 x123⟧ ⟦PHONE 415-555-0123x9⟧ ⟦PHONE 415-555-0123 ext 123⟧ ⟦PHONE (415) 555-0123 ext. 5884⟧",
    "⟦PHONE 415-555-0123 Ext: 123⟧ ⟦PHONE 415-555-0123, extension 123456⟧ ⟦PHONE 415-555-0123 #123⟧",
    "⟦PHONE +14155550123 ext 5⟧ call ⟦PHONE 4155550123 x12⟧",
    "⟦PHONE 415-555-0123⟧ #1234567 ⟦PHONE 415-555-0123⟧ extra ⟦PHONE 415-555-0123⟧ ext five 415-555-0123x1234567",
  ],
  "bare digits need a phone word nearest before them": [
    "phone ⟦PHONE 4155550123⟧ TEL;TYPE=CELL:⟦PHONE 14155550123⟧ text me at ⟦PHONE 4155550123⟧",
    "order 7405071030 - call ⟦PHONE 4845550198⟧",
    '{"order_id":"4786652466","home_phone":"⟦PHONE 8085322098⟧"}',
    "customerPhone=⟦PHONE 4155550123⟧ contact-tel: ⟦PHONE 4155550123⟧ reach him on ⟦PHONE 4155550123⟧",
    "téléphone ⟦PHONE 4155550123⟧ тел. ⟦PHONE 4155550123⟧ 我的电话是⟦PHONE 4155550123⟧ 手机号⟦PHONE 4155550123⟧",
    "رقم الهاتف ⟦PHONE 4155550123⟧ Teléfono: ⟦PHONE 4155550123⟧",
    String.raw`\nphone: ⟦PHONE 4155550123⟧ %0Aphone%3A⟦PHONE 4155550123⟧ \u000aphone\u003a⟦PHONE 4155550123⟧`,
    "WhatsApp ⟦PHONE 4155550123⟧ HotLine: ⟦PHONE 4155550123⟧ whatsappNumber=⟦PHONE 4155550123⟧",
    "calling ⟦PHONE 4155550123⟧, called\u00a0⟦PHONE 4155550123⟧",
  ],
  "bare digits without one stay": [
    "4155550123 count 4155550123",
    "hotel 4155550123",
    "cancelled string recall 4155550123",
    '{"text":"4155550123"}',
    "phone order 4155550123",
    "toolCallId: 4155550123",
    "call id 4155550123",
    "phone\n4155550123",
    "phone and then rather more than forty characters 4155550123",
    "phonenumber 4155550123 telephones1 4155550123",
    "uchitel учитель 4155550123",
  ],
  "not a number": [
    "115-555-0123 015-555-0123 511.243.9142 415-155-0123 415-911-0123 411-555-0123 call 4111550123",
    "555-0123 415-5550123 415555-0123 call 415555012 call 41555501234",
    "+44 415 555 0123 +52-555-123-4567 (+52) 555 123 4567 +44 (0) 207 946 0958 0044155550123",
    "1-800-FLOWERS 2020-05-14-3003",
  ],
  "part of something longer": [
    "ORD-415-555-0123 415-555-0123-01 415-555-0123.5 5.415.555.0123 a415-555-0123 415-555-0123a",
    "415-555-0123_x _415-555-0123 é415-555-0123",
    "550e8400-e29b-41d4-a716-446655440000",
  ],
  "escapes and other scripts delimit": [
    String.raw`Contact:\n⟦PHONE 555-867-5924⟧\t⟦PHONE 415-555-0123⟧\\\\n⟦PHONE 415-555-0123⟧\u0022⟦PHONE 415-555-0123⟧\u0022`,
    "%20⟦PHONE 415-555-0123⟧%20 %2C⟦PHONE 415-555-0123⟧ &nbsp;⟦PHONE 857 555 0130⟧",
    "拨打⟦PHONE 415-555-0123⟧吧 📞⟦PHONE 415-555-0123⟧📞",
  ],
  "Unicode spaces, dashes and full-width forms are folded": [
    "⟦PHONE 800—348—0862⟧ ⟦PHONE 415–555‑0123⟧ ⟦PHONE 415\u00a0555\u20090123⟧ ⟦PHONE ８７７－５３９－７１９２⟧ ⟦PHONE （415）555−0123⟧",
    "see—⟦PHONE 415-555-0123⟧—thanks",
  ],
};

for (const [claim, texts] of Object.entries(cases))
  test.each(texts.map((text) => [text]))(`${claim}: %s`, (text) => {
    const { plain, redacted } = readMarked(text);
    expect(redactText(plain, piiTypes)).toBe(redacted);
  });
