// In: a part of a JSON text. Out: whether it is nothing but base64 (RFC 4648 §4 and §5, with the line breaks and escaped
// slashes that writers put in). Promises one look at each character.
const isBase64Sign = new Uint8Array(128);
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=")
  isBase64Sign[sign.charCodeAt(0)] = 1;

/** A payload that holds anything else is text, whatever its member is called. */
export function isBase64(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && isBase64Sign[code] === 1) continue;
    if (code !== 92 || !"nr/".includes(text.charAt(at + 1))) return false;
    at++;
  }
  return true;
}
