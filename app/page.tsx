import { redirect } from "next/navigation";
import { findPerson } from "@/server/auth/session";
import { api } from "@/server/trpc/server";

/** Leads everybody to where they begin. */
export default async function StartPage() {
  if (!(await findPerson())) redirect("/login");
  const [first] = await api.projects.list();
  redirect(first ? `/projects/${first.slug}` : "/connections");
}
