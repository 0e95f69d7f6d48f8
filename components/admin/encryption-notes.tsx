import { count } from "@/components/projects/count";
import { Banner } from "@/components/ui/banner";
import { CopyLine } from "@/components/ui/copy-line";
import type { KeyUse } from "./encryption-key-table";

type EncryptionNotesProps = {
  activeId: string;
  keys: readonly KeyUse[];
  /** Sealed with older keys that still open. */
  outside: number;
  unreadable: number;
  /** Running processes without the active key. */
  lacking: number;
};

/** What is wrong or left to do, the worst first; one sentence when there is nothing. */
export function EncryptionNotes({ activeId, keys, ...state }: EncryptionNotesProps) {
  const bad = keys.filter((key) => key.unreadable > 0);
  return (
    <>
      {bad.map((key) =>
        key.state === "missing" ? (
          <MissingKey key={key.id} {...key} />
        ) : (
          <DamagedValues key={key.id} {...key} />
        ),
      )}
      {state.lacking > 0 ? <LackingProcesses activeId={activeId} lacking={state.lacking} /> : null}
      {state.outside > 0 ? <RotationDue activeId={activeId} outside={state.outside} /> : null}
      {state.outside + state.unreadable === 0 ? <AllWell activeId={activeId} keys={keys} /> : null}
    </>
  );
}

function MissingKey({ id, dataKeys, secrets }: KeyUse) {
  const amounts = [
    dataKeys > 0 ? count(dataKeys, "project key") : "",
    secrets > 0 ? count(secrets, "other secret") : "",
  ];
  return (
    <Banner
      tone="danger"
      title={`${amounts.filter(Boolean).join(" and ")} cannot be opened: the key ${id} is missing`}
    >
      <div className="grid gap-2">
        <p>
          Calls that need them are refused. Put {id} back into ENCRYPTION_KEYS and restart. If it is
          lost for good, give it up where Gatehouse runs, then enter the credentials again:
        </p>
        <CopyLine value={`npm run keys -- give-up ${id}`} label="Copy the command" />
      </div>
    </Banner>
  );
}

function DamagedValues({ id, unreadable }: KeyUse) {
  return (
    <Banner
      tone="danger"
      title={`${count(unreadable, "stored secret")} under ${id} cannot be opened`}
    >
      Calls that need them are refused. Either they are damaged, or {id} in ENCRYPTION_KEYS is
      another key of that name: put the right one back.
    </Banner>
  );
}

type LackingProcessesProps = Pick<EncryptionNotesProps, "activeId" | "lacking">;

function LackingProcesses({ activeId, lacking }: LackingProcessesProps) {
  return (
    <Banner
      tone="warning"
      title={`${lacking === 1 ? "1 running process lacks" : `${lacking} running processes lack`} the key ${activeId}`}
    >
      What this process stores cannot be opened there. Give every process the same ENCRYPTION_KEYS.
    </Banner>
  );
}

function RotationDue({ activeId, outside }: Pick<EncryptionNotesProps, "activeId" | "outside">) {
  return (
    <Banner
      tone="warning"
      title={`${count(outside, "stored secret")} still ${outside === 1 ? "needs" : "need"} an older key`}
    >
      <div className="grid gap-2">
        <p>
          To move everything to {activeId}, run this where Gatehouse runs. It may go on serving:
        </p>
        <CopyLine value="npm run keys -- rotate" label="Copy the command" />
      </div>
    </Banner>
  );
}

function AllWell({ activeId, keys }: Pick<EncryptionNotesProps, "activeId" | "keys">) {
  const unneeded = keys.filter((key) => key.state === "kept").map((key) => key.id);
  return (
    <p className="text-muted-foreground text-sm">
      Everything is protected by {activeId}.
      {unneeded.length > 0
        ? ` ${unneeded.join(", ")} may be removed from ENCRYPTION_KEYS; keep it for as long as a backup from before may be restored.`
        : null}
    </p>
  );
}
