// Strict UTF-8: what is not valid is refused, never replaced, and a byte order mark stays visible.
import { isAscii, isUtf8 } from "node:buffer";

/** The text of these bytes, or null when they are not valid UTF-8. */
export function decodeUtf8(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : null;
}
