import { count } from "@/components/projects/count";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";

export type KeyUse = {
  id: string;
  state: "active" | "kept" | "missing";
  dataKeys: number;
  secrets: number;
  unreadable: number;
};

const states: Record<KeyUse["state"], { tone: StatusTone; label: string; meaning: string }> = {
  active: {
    tone: "success",
    label: "Active",
    meaning: "Protects what is stored from now on.",
  },
  kept: { tone: "neutral", label: "Kept", meaning: "Opens what was stored before." },
  missing: {
    tone: "danger",
    label: "Missing",
    meaning: "Something needs it, and ENCRYPTION_KEYS does not hold it.",
  },
};

/** The census, a row for each key. */
export function EncryptionKeyTable({ keys }: { keys: readonly KeyUse[] }) {
  return (
    <Table label="Encryption keys">
      <TableHeader>
        <TableRow>
          <TableHead>Key</TableHead>
          <TableHead>State</TableHead>
          <TableHead numeric>Project keys</TableHead>
          <TableHead numeric>Other secrets</TableHead>
          <TableHead numeric>Unreadable</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {keys.map((key) => (
          <KeyRow key={key.id} {...key} />
        ))}
      </TableBody>
    </Table>
  );
}

function KeyRow({ id, state, dataKeys, secrets, unreadable }: KeyUse) {
  const { tone, label, meaning } = states[state];
  return (
    <TableRow>
      <TableRowHeader>
        <span className="font-mono text-xs">{id}</span>
      </TableRowHeader>
      <TableCell mobile="status">
        <StatusBadge tone={tone} label={label} reason={meaning} />
      </TableCell>
      <TableCell mobile="meta" numeric>
        <Amount value={dataKeys} of="project key" />
      </TableCell>
      <TableCell mobile="meta" numeric>
        <Amount value={secrets} of="other secret" />
      </TableCell>
      <TableCell mobile="meta" numeric>
        <span className={unreadable > 0 ? "font-medium text-danger" : undefined}>
          {unreadable}
          <span className="sm:hidden"> unreadable</span>
        </span>
      </TableCell>
    </TableRow>
  );
}

/** A number under its heading; where headings are not shown, with its word. */
function Amount({ value, of }: { value: number; of: string }) {
  return (
    <>
      <span className="hidden sm:inline">{value}</span>
      <span className="sm:hidden">{count(value, of)}</span>
    </>
  );
}
