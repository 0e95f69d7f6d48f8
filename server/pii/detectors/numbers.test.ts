import { expect, test } from "vitest";
import { piiTypes } from "@/server/pii/entities";
import { readMarked } from "@/server/pii/marked-text";
import { redactText } from "@/server/pii/redact";

const cases: Record<string, string[]> = {
  "SSN with hyphens needs no context": [
    "⟦SSN 123-45-6789⟧ ⟦SSN 078-05-1120⟧ {⟦SSN 870-73-0218⟧} ssn=⟦SSN 236-21-9570⟧ ⟦SSN 123‑45–6789⟧ ⟦SSN 123-45-6789⟧.",
    "000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000 ***-**-1234 12-3456789 123-45 6789",
    "239-83-8148-86 doc-703-14-3142 1.123-45-6789 123-45-6789.5 x123-45-6789 22299-1630",
  ],
  "SSN otherwise needs an SSN word nearest": [
    "social security number ⟦SSN 689086296⟧ SSN: ⟦SSN 123 45 6789⟧ ss# ⟦SSN 123.45.6789⟧ soc sec ⟦SSN 123456789⟧",
    '"SSN__c":"⟦SSN 123456789⟧" employeeSsn=⟦SSN 123456789⟧ Soc. Sec. ⟦SSN 123 45 6789⟧',
    "573 78 2977 notes.txt 123456789 ssn case 123456789 lesson 123456789 socialite 123456789",
  ],
  "cards of every brand and length": [
    "⟦CREDIT_CARD 4111111111111111⟧ ⟦CREDIT_CARD 4222222222222⟧ ⟦CREDIT_CARD 4415101282806639538⟧ ⟦CREDIT_CARD 5555555555554444⟧",
    "⟦CREDIT_CARD 2223003122003222⟧ ⟦CREDIT_CARD 378282246310005⟧ ⟦CREDIT_CARD 6011111111111117⟧ ⟦CREDIT_CARD 3530111333300000⟧",
    "⟦CREDIT_CARD 30569309025904⟧ ⟦CREDIT_CARD 6200000000000005⟧ ⟦CREDIT_CARD 676222165679⟧ ⟦CREDIT_CARD 2200000000000004⟧",
    "4111111111111112 411111111111116 1234567890123452 9247698489128988 2035 2387 2087 8462",
  ],
  "cards in groups of one separator": [
    "⟦CREDIT_CARD 4111 1111 1111 1111⟧ ⟦CREDIT_CARD 4333-6160-5251-8415⟧ ⟦CREDIT_CARD 4111.1111.1111.1111⟧.",
    "⟦CREDIT_CARD 3782 822463 10005⟧ ⟦CREDIT_CARD 3092 564087 0897⟧ exp 04/26 ⟦CREDIT_CARD 4415 1012 8280 6639 538⟧",
    "⟦CREDIT_CARD 4111 1111 1111 1111⟧ 04/26 123; ⟦CREDIT_CARD 4111 1111 1111 1111⟧ 123",
    "4111-1111 1111-1111 41111111 11111111 411 1111 1111 11111 4111-1111-1111-1111-1234 4111 1111-1111 1111",
    "⟦CREDIT_CARD ４１１１　１１１１　１１１１　１１１１⟧ ⟦CREDIT_CARD 4111\u00a01111\u00a01111\u00a01111⟧ ⟦CREDIT_CARD 4111–1111–1111–1111⟧",
  ],
  "cards beside escapes and words": [
    String.raw`\n⟦CREDIT_CARD 4111111111111111⟧\n \u0020⟦CREDIT_CARD 4111111111111111⟧`,
    "card:⟦CREDIT_CARD 4111111111111111⟧, x4111111111111111 4111111111111111x ID-4111111111111111 4111111111111111.5",
    "DE89 3704 0044 0532 0130 00 GB29 4111 1111 1111 1111 11 +4917612345678",
  ],
  "order of precedence": [
    "⟦EMAIL 4111111111111111@x.com⟧ ⟦IP ::ffff:10.0.0.1⟧ 415 555 ⟦CREDIT_CARD 4111 1111 1111 1111⟧",
    "⟦IP ::1⟧ ⟦PHONE 415-555-0123⟧ ⟦PHONE 415-555-0123⟧ ⟦EMAIL x12@x.com⟧ ⟦PHONE 415-555-0123⟧ #⟦CREDIT_CARD 4111 1111 1111 1111⟧",
  ],
};

for (const [claim, texts] of Object.entries(cases))
  test.each(texts.map((text) => [text]))(`${claim}: %s`, (text) => {
    const { plain, redacted } = readMarked(text);
    expect(redactText(plain, piiTypes)).toBe(redacted);
  });

test("precedence is settled before types are dropped", () => {
  expect(redactText("4155550123@vtext.com call 4155550123", ["PHONE"])).toBe(
    "4155550123@vtext.com call [REDACTED_PHONE]",
  );
  expect(redactText("::ffff:10.0.0.1 4111111111111111", ["SSN"])).toBe(
    "::ffff:10.0.0.1 4111111111111111",
  );
  expect(redactText("jane@x.com", [])).toBe("jane@x.com");
});
