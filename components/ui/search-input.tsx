import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Input } from "./input";
import { InputAddon, InputGroup } from "./input-group";
import { Kbd } from "./kbd";

type SearchInputProps = Omit<ComponentProps<typeof Input>, "type"> & { label: string };

/** The filter of a page. The `/` key focuses it, so there is at most one on a page. */
export function SearchInput({ label, className, ...props }: SearchInputProps) {
  return (
    <InputGroup className={cn("w-full sm:w-64", className)}>
      <InputAddon>
        <Search aria-hidden="true" />
      </InputAddon>
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        data-shortcut="filter"
        autoComplete="off"
        {...props}
      />
      <InputAddon className="max-sm:hidden" aria-hidden="true">
        <Kbd>/</Kbd>
      </InputAddon>
    </InputGroup>
  );
}
