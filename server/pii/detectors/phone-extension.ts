// In: where a phone number ends. Out: where its extension ends, or the same place. Promises constant time.
import { endOfDigits } from "@/server/pii/characters";

const marker = /^ ?,? ?(?:#|x|ext(?:ension)?[.:]? ?)$/i;
const longestMarker = 14;

/** `x123`, `ext. 123`, `, extension 123`, `#123`: up to six digits. */
export function endOfExtension(text: string, end: number): number {
  // Most numbers have none: one look at what could begin it.
  if (!/[ ,#xe]/i.test(text.charAt(end))) return end;
  const following = text.slice(end, end + longestMarker + 1);
  const at = following.search(/[0-9]/);
  if (at < 1 || !marker.test(following.slice(0, at))) return end;
  const digitsEnd = endOfDigits(text, end + at);
  return digitsEnd - end - at <= 6 ? digitsEnd : end;
}
