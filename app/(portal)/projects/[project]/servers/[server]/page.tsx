import type { Metadata } from "next";
import { ToolsTab } from "@/components/servers/tools-tab";

type Props = { params: Promise<{ server: string }> };

// A layout's title template does not reach the page beside it.
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: { absolute: `Tools · ${(await params).server} · Gatehouse` } };
}

export default function ServerToolsPage() {
  return <ToolsTab />;
}
