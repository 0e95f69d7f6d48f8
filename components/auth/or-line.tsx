/** Between single sign-on and the form for a password. */
export function OrLine() {
  return (
    <div className="flex items-center gap-3 text-muted-foreground text-xs" aria-hidden="true">
      <span className="h-px flex-1 bg-border" />
      or
      <span className="h-px flex-1 bg-border" />
    </div>
  );
}
