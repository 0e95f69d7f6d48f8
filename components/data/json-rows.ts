import { decodeString, type JsonNode } from "./json-tree";

export type JsonRow = {
  /** `arguments.items[0]["odd key"]`; empty for the root. */
  path: string;
  label: string | undefined;
  node: JsonNode;
  depth: number;
  position: number;
  siblings: number;
  /** Undefined for values without children. */
  open: boolean | undefined;
  /** How many of its children wait behind "Show more". */
  hidden: number;
};

export type JsonShape = {
  /** What the person opened or closed by hand, by path. */
  toggled: ReadonlyMap<string, boolean>;
  /** How many children of a long list are shown, by path; 100 unless extended. */
  limits: ReadonlyMap<string, number>;
  /** Paths that lead to something found. */
  found?: Found | undefined;
};

export type Found = { hits: ReadonlySet<string>; trail: ReadonlySet<string> };

type Child = { label: string; path: string; node: JsonNode };

export const chunk = 100;

/** What is visible of the tree, line by line. */
export function toRows(root: JsonNode, shape: JsonShape): JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (
    node: JsonNode,
    at: Pick<JsonRow, "path" | "label" | "depth" | "position" | "siblings">,
  ) => {
    const children = childrenOf(node, at.path);
    const open =
      children.length > 0 ? isOpen(at.path, at.depth, children.length, shape) : undefined;
    const shown = open ? children.slice(0, shape.limits.get(at.path) ?? chunk) : [];
    rows.push({ ...at, node, open, hidden: open ? children.length - shown.length : 0 });
    shown.forEach((child, index) => {
      visit(child.node, {
        path: child.path,
        label: child.label,
        depth: at.depth + 1,
        position: index + 1,
        siblings: children.length,
      });
    });
  };
  visit(root, { path: "", label: undefined, depth: 0, position: 1, siblings: 1 });
  return rows;
}

function isOpen(path: string, depth: number, children: number, { toggled, found }: JsonShape) {
  return toggled.get(path) ?? (found?.trail.has(path) || (depth < 4 && children <= chunk));
}

function childrenOf(node: JsonNode, path: string): Child[] {
  if (node.kind === "object") {
    return node.members.map(({ key, value }) => ({
      label: key,
      path: memberPath(path, key),
      node: value,
    }));
  }
  if (node.kind === "array") {
    return node.items.map((item, index) => ({
      label: String(index),
      path: `${path}[${index}]`,
      node: item,
    }));
  }
  return [];
}

function memberPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path ? `${path}.${key}` : key;
}

/** Keys and values that contain the words, and every path above them. Stops at 500 hits. */
export function findInJson(root: JsonNode, words: string): Found | undefined {
  const needle = words.trim().toLowerCase();
  if (!needle) return undefined;
  const hits = new Set<string>();
  const trail = new Set<string>();
  const visit = (node: JsonNode, path: string, label: string, above: readonly string[]) => {
    if (hits.size >= 500) return;
    if (label.toLowerCase().includes(needle) || textOf(node).toLowerCase().includes(needle)) {
      hits.add(path);
      for (const ancestor of above) trail.add(ancestor);
    }
    for (const child of childrenOf(node, path))
      visit(child.node, child.path, child.label, [...above, path]);
  };
  visit(root, "", "", []);
  return { hits, trail };
}

/** A scalar as people read it; nothing for objects and arrays. */
export function textOf(node: JsonNode): string {
  if (node.kind === "object" || node.kind === "array") return "";
  return node.kind === "string" ? decodeString(node.raw) : node.raw;
}
