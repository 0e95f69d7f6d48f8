import { CornerDownLeft, ShieldCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import type { AskingClient, ReturnPlace } from "./consent-types";

/** Who asks, as far as it can be known, and where the person is taken afterwards. */
export function ClientFacts({ client }: { client: AskingClient }) {
  const { verifiedHost, returnsTo, loopbackOnly } = client;
  return (
    <div className="grid gap-3">
      <ul className="grid gap-2 text-sm">
        {verifiedHost ? (
          <Fact icon={<ShieldCheck className="text-success" />}>
            Described by <Host>{verifiedHost}</Host>, which we checked
          </Fact>
        ) : (
          <Fact icon={<TriangleAlert className="text-warning" />}>
            <span className="text-warning">Registered itself; name not verified</span>
          </Fact>
        )}
        <Fact icon={<CornerDownLeft className="text-muted-foreground" />}>
          <Return place={returnsTo} />
        </Fact>
      </ul>
      {loopbackOnly ? (
        <Banner tone="warning">
          Any program on this computer can use this name. Allow it only if you have just started
          this from your own app.
        </Banner>
      ) : null}
    </div>
  );
}

function Return({ place }: { place: ReturnPlace }) {
  if (place.kind === "site") {
    return (
      <>
        You return to <Host>{place.host}</Host>
      </>
    );
  }
  if (place.kind === "computer") {
    return (
      <>
        You return to an app on this computer (<Host>{place.host}</Host>)
      </>
    );
  }
  return (
    <>
      You return to the app that opens <Host>{place.scheme}:</Host> links
    </>
  );
}

function Host({ children }: { children: ReactNode }) {
  return <span className="wrap-anywhere font-medium font-mono text-xs">{children}</span>;
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      <span aria-hidden="true">{icon}</span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}
