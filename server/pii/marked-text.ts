// For tests: a text in which entities are marked, `call ⟦PHONE 415-555-0123⟧`, read into the text and what becomes of it.
import { type PiiType, placeholder } from "./entities";

const marked = /⟦(EMAIL|PHONE|SSN|CREDIT_CARD|IP) ([^⟧]*)⟧/g;

/** The text without the marks, and the same with each marked entity redacted. */
export function readMarked(text: string): { plain: string; redacted: string } {
  return {
    plain: text.replace(marked, (_, _type: PiiType, value: string) => value),
    redacted: text.replace(marked, (_, type: PiiType) => placeholder(type)),
  };
}
