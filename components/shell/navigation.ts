import {
  Activity,
  Bot,
  Gauge,
  KeyRound,
  Layers,
  type LucideIcon,
  PlugZap,
  ScrollText,
  Settings,
  ShieldCheck,
  UserRound,
  UsersRound,
  Waypoints,
} from "lucide-react";

export type NavItem = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The second key after G. */
  key?: string | undefined;
  /** Active on this very page only, not below it. */
  exact?: boolean | undefined;
  /** The permission without which there is nothing to see. */
  needs?: string | undefined;
};

/** The sections of a project, without those that a person with only these permissions would see nothing in. */
export function projectNavigation(slug: string, may?: readonly string[]): NavItem[] {
  const sections = sectionsOf(`/projects/${slug}`);
  if (!may) return sections;
  return sections.filter(({ needs }) => needs === undefined || may.includes(needs));
}

function sectionsOf(base: string): NavItem[] {
  const section = (name: string, needs: string) => ({ href: `${base}/${name}`, needs });
  return [
    { href: base, label: "Overview", icon: Gauge, key: "O", exact: true },
    { ...section("servers", "server.read"), label: "Servers", icon: Layers, key: "S" },
    { ...section("endpoints", "endpoint.read"), label: "Endpoints", icon: Waypoints, key: "E" },
    { ...section("activity", "activity.read"), label: "Activity", icon: Activity, key: "A" },
    { ...section("members", "member.read"), label: "Members", icon: UsersRound, key: "M" },
    { ...section("roles", "role.read"), label: "Roles", icon: KeyRound, key: "R" },
    { ...section("service-accounts", "serviceAccount.edit"), label: "Service accounts", icon: Bot },
    { ...section("audit", "audit.read"), label: "Audit", icon: ScrollText },
    { ...section("settings", "project.read"), label: "Settings", icon: Settings },
  ];
}

export function globalNavigation(isAdmin: boolean): NavItem[] {
  const mine: NavItem = { href: "/connections", label: "My connections", icon: PlugZap };
  const installation: NavItem = { href: "/admin", label: "Admin", icon: ShieldCheck };
  return isAdmin ? [mine, installation] : [mine];
}

/** Projects are made by administrators of the installation. */
export const newProjectHref = "/admin/projects?new=true";

export const accountItem: NavItem = { href: "/account", label: "Account", icon: UserRound };

export function isActive(item: NavItem, path: string): boolean {
  return path === item.href || (!item.exact && path.startsWith(`${item.href}/`));
}

/** The project a path lies in: `/projects/acme/servers` → `acme`. */
export function projectOf(path: string): string | undefined {
  return /^\/projects\/([^/]+)/.exec(path)?.[1];
}

/** The same section in another project; only sections, for things below them exist in one project alone. */
export function samePlaceIn(slug: string, path: string): string {
  const section = /^\/projects\/[^/]+\/([^/]+)/.exec(path)?.[1];
  const known = projectNavigation(slug).map((item) => item.href);
  const wanted = `/projects/${slug}/${section}`;
  return known.includes(wanted) ? wanted : `/projects/${slug}`;
}
