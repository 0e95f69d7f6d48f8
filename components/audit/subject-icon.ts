import {
  FileClock,
  Fingerprint,
  FolderClosed,
  KeyRound,
  Layers,
  type LucideIcon,
  Network,
  PlugZap,
  ScrollText,
  ShieldCheck,
  UserRound,
  Waypoints,
} from "lucide-react";

const icons: Record<string, LucideIcon> = {
  audit: ScrollText,
  client: PlugZap,
  credential: KeyRound,
  egress: Network,
  endpoint: Waypoints,
  grant: PlugZap,
  invitation: UserRound,
  encryption_key: Fingerprint,
  member: UserRound,
  membership: UserRound,
  project: FolderClosed,
  role: ShieldCheck,
  server: Layers,
  session: UserRound,
  user: UserRound,
};

/** The picture a kind of thing has in the navigation; a page with a clock for any other. */
export function subjectIcon(type: string): LucideIcon {
  return icons[type] ?? FileClock;
}
