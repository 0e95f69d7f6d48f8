import { Badge } from "@/components/ui/badge";
import { toPieces } from "./redaction-marks";

/** A text, with a chip wherever a filter took something out. */
export function RedactedText({ text }: { text: string }) {
  const pieces = toPieces(text);
  if (!pieces.some((piece) => piece.kind === "mark")) return text;
  return pieces.map((piece, index) =>
    piece.kind === "text" ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and never move
      <Badge key={index} tone="accent" mono className="h-4 px-1 align-baseline">
        ‹{piece.type.replace("_", " ")}›
      </Badge>
    ),
  );
}
