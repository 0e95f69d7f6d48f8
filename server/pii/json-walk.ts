// In: a JSON text whose strings and keys are to be redacted. Out: the edits that do it, in steps that each take a few
// milliseconds. Promises not to recurse, and to look at no part twice.
import { membersOf } from "@/server/core/json-scan";
import { endOfNumber, endOfWord, JsonFault, skipSpace } from "@/server/core/json-tokens";
import { isBase64 } from "./base64";
import { Detector, isLong } from "./detect";
import { type PiiType, placeholder, type Span, type Subject } from "./entities";
import { Findings } from "./findings";
import { freeName, redactedKey } from "./json-keys";
import { Levels } from "./json-levels";
import { isKept, type Shape, shapeOf, shapes } from "./json-shapes";
import { JsonStrings, RawPositions } from "./json-strings";
import { LongString } from "./long-string";
import { Replacements } from "./redact";
import type { JsonOptions, JsonRedaction } from "./redact-json";

const stepSize = 1 << 15;
const integer = /^[1-9][0-9]{8,18}$/;

export class JsonWalk {
  private at: number;
  private redacted = "";
  private copied = 0;
  private isDone = false;
  private long: LongString | null = null;
  private readonly findings = new Findings();
  private readonly levels: Levels;
  private readonly strings: JsonStrings;
  private readonly detector: Detector;
  /** Of short strings, one after the other: there may be very many. */
  private readonly inside: Subject;

  constructor(
    private readonly text: string,
    private readonly options: JsonOptions,
  ) {
    this.levels = new Levels(options.path ?? "");
    this.strings = new JsonStrings(text);
    this.detector = new Detector(text, options.types);
    this.inside = { text, from: 0, to: 0, lead: "", isRaw: true };
    this.at = skipSpace(text, 0);
  }

  /** Goes on for a few milliseconds at most; false when all is done. */
  step(): boolean {
    const until = this.at + stepSize;
    if (this.long) this.continueLong(this.long);
    else while (!this.isDone && !this.long && this.at < until) this.value();
    return !this.isDone;
  }

  /** Lets go of the text. */
  end(): void {
    this.detector.end();
  }

  result(): JsonRedaction {
    const text = this.copied === 0 ? this.text : this.redacted + this.text.slice(this.copied);
    return { text, findings: this.findings.list() };
  }

  private value(): void {
    const { text, at, levels } = this;
    const top = levels.top;
    const shape = top ? top.child : shapes[this.options.shape ?? "value"];
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) this.open(code === 91, shape);
    else if (code === 34) this.string(shape);
    else this.scalar(code, shape);
  }

  private open(isArray: boolean, shape: Shape | null): void {
    const { text, levels } = this;
    levels.push(isArray, this.at, shape);
    this.at = skipSpace(text, this.at + 1);
    if (text.charCodeAt(this.at) === (isArray ? 93 : 125)) this.close();
    else if (!isArray) this.key();
  }

  private close(): void {
    this.levels.pop();
    this.at++;
    this.afterValue();
  }

  /** Behind a value: on to the next one, out of what ends here, or done. */
  private afterValue(): void {
    const { text, levels } = this;
    for (;;) {
      this.at = skipSpace(text, this.at);
      const top = levels.top;
      const code = text.charCodeAt(this.at);
      if (!top) {
        if (this.at !== text.length) throw new JsonFault("syntax", this.at);
        this.isDone = true;
        return;
      }
      if (code === 44) {
        this.at = skipSpace(text, this.at + 1);
        if (top.isArray) top.index++;
        else this.key();
        return;
      }
      if (code !== (top.isArray ? 93 : 125)) throw new JsonFault("syntax", this.at);
      levels.pop();
      this.at++;
    }
  }

  private scalar(code: number, shape: Shape | null): void {
    const { text, at } = this;
    if (code === 116) this.at = endOfWord(text, at, "true");
    else if (code === 102) this.at = endOfWord(text, at, "false");
    else if (code === 110) this.at = endOfWord(text, at, "null");
    else {
      this.at = endOfNumber(text, at);
      if (shape?.isFree && this.at - at >= 9 && this.at - at <= 19) this.number(at, this.at);
    }
    this.afterValue();
  }

  /** Policy 7.5: an integer whose digits are an entity of the key's kind, or a card. */
  private number(start: number, end: number): void {
    const { declared, numbers } = this.options;
    const digits = this.text.slice(start, end);
    if (numbers === "keep" || !integer.test(digits)) return;
    const key = this.levels.ownKey();
    if (declared?.numbers.has(key)) return;
    if (declared?.hasOpenNumbers && !declared.names.has(key)) return;
    for (const { type, start: first, end: last } of this.detector.findIn(digits, leadOf(key))) {
      if (first !== 0 || last !== digits.length) continue;
      this.replace(start, end, `"${placeholder(type)}"`);
      this.note(type);
    }
  }

  private key(): void {
    const { text, levels, strings, at } = this;
    const top = levels.top;
    if (!top || text.charCodeAt(at) !== 34) throw new JsonFault("syntax", at);
    let end = strings.endOf(at);
    while (end < 0) end = strings.goOn();
    const key = strings.isEscaped ? decoded(text, at, end) : text.slice(at + 1, end - 1);
    top.key = key;
    top.shownKey = key;
    const { shape } = top;
    top.child = shape === null || isKept(shape, key) ? null : shapeOf(shape, key);
    if (shape?.isFree && top.child && !this.options.declared?.names.has(key))
      this.redactKey(at, end, key);
    this.at = skipSpace(text, end);
    if (text.charCodeAt(this.at) !== 58) throw new JsonFault("syntax", this.at);
    this.at = skipSpace(text, this.at + 1);
  }

  /** Policy 7.3: a key that another one became equal to gets a number, so that no entry is lost. */
  private redactKey(start: number, end: number, key: string): void {
    const { levels, detector } = this;
    const top = levels.top;
    const raw = detector.find({
      text: this.text,
      from: start + 1,
      to: end - 1,
      lead: "",
      isRaw: true,
    });
    if (raw?.length === 0 && !key.includes("[REDACTED_")) return;
    const spans = detector.findIn(key, "");
    if (!top || (spans.length === 0 && !key.includes("[REDACTED_"))) return;
    top.taken ??= new Map();
    const name = freeName(top.taken, redactedKey(key, spans));
    top.shownKey = name;
    if (name === key) return;
    this.replace(start, end, JSON.stringify(name));
    for (const { type } of spans) this.note(type);
  }

  private string(shape: Shape | null): void {
    const { text, at, strings, detector } = this;
    const end = strings.endOf(at);
    this.at = at + 1;
    if (end < 0 || isLong(end - at)) {
      const lead = leadOf(this.levels.ownKey());
      const reading = shape === null ? "none" : this.readingOf();
      this.long = new LongString(text, strings, detector, { start: at + 1, end, reading, lead });
      return;
    }
    this.at = end;
    if (shape === null) this.rememberType(at, end);
    else if (this.readingOf() === "all" || !isBase64(text, at + 1, end - 1))
      this.shortString(at, end);
    this.afterValue();
  }

  private shortString(at: number, end: number): void {
    const { text, detector } = this;
    const lead = leadOf(this.levels.ownKey());
    const { inside } = this;
    inside.from = at + 1;
    inside.to = end - 1;
    inside.lead = lead;
    const raw = detector.find(inside);
    if (raw) {
      if (raw.length > 0) this.redact(at + 1, end - 1, null, raw);
      return;
    }
    const value = decoded(text, at, end);
    const spans = detector.findIn(value, lead);
    if (spans.length > 0) this.redact(at + 1, end - 1, value, spans);
  }

  private continueLong(long: LongString): void {
    const spans = long.step();
    if (!spans) return;
    this.at = long.end;
    this.long = null;
    if (spans.length > 0) this.redact(long.start, long.end - 1, long.value, spans);
    this.afterValue();
  }

  /** Entities of a string between `start` and `end`; their indices are of its value, or of the text where it is raw. */
  private redact(start: number, end: number, value: string | null, spans: readonly Span[]): void {
    const { text } = this;
    const places = value === null ? null : new RawPositions(text, start, end);
    const values = places
      ? new Replacements(value ?? "", 0, value?.length ?? 0, false)
      : new Replacements(text, start, end, true);
    for (const span of spans) {
      const by = values.of(span);
      if (by === null) continue;
      if (places) {
        const first = places.of(span.start);
        this.replace(first, places.of(span.end), JSON.stringify(by).slice(1, -1));
      } else this.replace(span.start, span.end, by);
      this.note(span.type);
    }
  }

  private note(type: PiiType): void {
    const { findings, levels } = this;
    findings.add(type, findings.isFull ? "" : levels.path());
  }

  private replace(start: number, end: number, by: string): void {
    this.redacted += this.text.slice(this.copied, start) + by;
    this.copied = end;
  }

  private rememberType(start: number, end: number): void {
    const top = this.levels.top;
    if (top && !top.isArray && top.key === "type") top.type = this.text.slice(start + 1, end - 1);
  }

  /** Policy 7.6: `blob`, and `data` of an image or audio, are read when they are no base64. */
  private readingOf(): "all" | "unless base64" {
    const top = this.levels.top;
    const payload = top?.shape?.payload;
    if (!top || top.isArray || !payload || payload !== top.key) return "all";
    if (payload === "blob") return "unless base64";
    const type = top.type ?? this.typeAhead(top.start);
    return type === "image" || type === "audio" ? "unless base64" : "all";
  }

  /** The `type` of a block that names it behind its data. */
  private typeAhead(start: number): string | null {
    const node = { kind: "object" as const, keyStart: start, start, end: start, members: null };
    const type = membersOf(this.text, node).get("type");
    return type?.kind === "string" ? this.text.slice(type.start + 1, type.end - 1) : null;
  }
}

function leadOf(key: string): string {
  return key === "" ? "" : `${key}: `;
}

/** The value of a string whose quotes stand at `start` and before `end`. */
function decoded(text: string, start: number, end: number): string {
  const value: unknown = JSON.parse(text.slice(start, end));
  return String(value);
}
