// For tests: the policy as slow and obvious expressions, for plain ASCII without escapes or context words. Whole-text
// look-around and one pass for each type; where it and the detectors differ, one of them is wrong.
import { placeholder, type Span } from "./entities";

const left = String.raw`(?<![A-Za-z0-9_])(?<![A-Za-z0-9_]-)(?<!\d\.)`;
const right = String.raw`(?![A-Za-z0-9_])(?!-[A-Za-z0-9_])(?!\.\d)`;
const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const quad = String.raw`${byte}(?:\.${byte}){3}(?!\d)`;

const npa = String.raw`(?!555)[2-9](?!11)\d\d`;
const nxx = String.raw`[2-9](?!11)\d\d`;
const groups = String.raw`(?:${npa}[ .-]${nxx}|555[ .-]\d{3})[ .-]\d{4}`;
const enclosed = String.raw`(?:\(${npa}\)[ .-]?${nxx}|\(555\)[ .-]?\d{3})[ .-]?\d{4}`;
const national = `(?:${enclosed}|${groups})`;
const extension = String.raw`(?: ?,? ?(?:#|x|ext(?:ension)?[.:]? ?)\d{1,6}${right})`;

function all(
  text: string,
  expression: string,
  isValid: (value: string) => boolean,
  type: Span["type"],
): Span[] {
  const found: Span[] = [];
  const sticky = new RegExp(expression, "giy");
  for (let at = 0; at < text.length; ) {
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (!match || !isValid(match[0])) {
      at++;
      continue;
    }
    found.push({ type, start: at, end: at + match[0].length });
    at += match[0].length;
  }
  return found;
}

const yes = () => true;

function isCard(value: string): boolean {
  const digits = value.replace(/\D/g, "");
  const brands = [
    /^4(?:.{12}|.{15}|.{18})$/,
    /^5[1-5].{14}$|^(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720).{12}$/,
    /^3[47].{13}$/,
    /^(?:6011.{12}(?:...)?|64[4-9].{13}(?:...)?|65.{14}(?:...)?)$/,
    /^35(?:2[89]|[3-8]\d).{12,15}$|^(?:1800|2131).{11}$/,
    /^(?:30[0-5]|309|36.|38.|39.).{11}$/,
    /^62.{14,17}$/,
    /^(?:5018|5020|5038|5612|5893|6304|6390|6759|676[123]).{8,15}$/,
    /^220[0-4].{12}$/,
  ];
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 && brands.some((brand) => brand.test(digits));
}

const topLevel = "com|org|io|co|de";
const emails =
  String.raw`(?<=(?<![A-Za-z0-9_+.'@-])[.+'-]*|\.\.)(?<!@[.+'-]*)[A-Za-z0-9_](?:[A-Za-z0-9_+-]|\.(?![.@])){0,63}@` +
  String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:${topLevel})(?![a-z0-9])`;

const detectors: ((text: string) => Span[])[] = [
  (text) => all(text, emails, yes, "EMAIL"),
  ...[
    "(\\d{4})([ .-])\\d{4}\\2\\d{4}\\2\\d{4}\\2\\d{3}",
    "(\\d{4})([ .-])\\d{4}\\2\\d{4}\\2\\d{4}",
    "(\\d{4})([ .-])\\d{6}\\2\\d{4,5}",
    "\\d{12,19}",
  ].map((form) => (text: string) => all(text, left + form + right, isCard, "CREDIT_CARD")),
  (text) =>
    all(text, String.raw`${left}(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}${right}`, yes, "SSN"),
  // What an extension would take may belong to another entity: then without it.
  ...[extension, right].map(
    (end) => (text: string) =>
      all(text, `(?:${left}(?:1|001)[ .-]?${national}|${left}${national})${end}`, yes, "PHONE"),
  ),
  (text) =>
    all(
      text,
      `(?:${left}|(?<=(?:${left})${quad}-))${quad}(?:${right}|(?=-${quad}${right}))(?!\\.[a-z])`,
      yes,
      "IP",
    ),
];

/** The text with what the expressions find redacted. */
export function redactSlowly(text: string): string {
  const standing: Span[] = [];
  for (const detect of detectors)
    for (const span of detect(text))
      if (standing.every(({ start, end }) => span.end <= start || span.start >= end))
        standing.push(span);
  let redacted = text;
  for (const { type, start, end } of standing.sort((one, other) => other.start - one.start))
    redacted = redacted.slice(0, start) + placeholder(type) + redacted.slice(end);
  return redacted;
}
