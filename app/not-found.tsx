import { NotFoundState } from "@/components/data/not-found-state";

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-[80dvh] w-full max-w-xl content-center px-4">
      <NotFoundState />
    </main>
  );
}
