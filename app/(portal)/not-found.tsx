import { NotFoundState } from "@/components/data/not-found-state";
import { Page } from "@/components/ui/page";

export default function NotFound() {
  return (
    <Page>
      <NotFoundState />
    </Page>
  );
}
