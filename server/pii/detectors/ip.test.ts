import { expect, test } from "vitest";
import { piiTypes } from "@/server/pii/entities";
import { readMarked } from "@/server/pii/marked-text";
import { redactText } from "@/server/pii/redact";

const cases: Record<string, string[]> = {
  "IPv4 in its surroundings": [
    "⟦IP 10.0.0.1⟧ ⟦IP 255.1.2.3⟧. (⟦IP 10.90.154.113⟧) ⟦IP 10.0.0.1⟧:8080 ⟦IP 10.0.0.0⟧/8 到⟦IP 10.0.0.1⟧失 x=⟦IP 10.0.0.1⟧;",
    "256.1.1.1 1.2.3 1.2.3.4.5 01.2.3.4 1.2.3.04 1..2.3.4 1.3.6.1.4.1.311",
    "?ip=⟦IP 13.199.220.19⟧%2C⟦IP 89.198.238.49⟧&x %20⟦IP 10.0.0.1⟧ \\n⟦IP 10.0.0.1⟧\\n \\u003c⟦IP 10.0.0.1⟧\\u003e",
    "⟦IP 10.0.0.1⟧-⟦IP 10.0.0.9⟧ ⟦IP 10.0.0.1⟧–⟦IP 10.0.0.9⟧ 10.0.0.1-20 web-10.0.0.1 ip-10-0-1-23",
    "https://⟦IP 10.0.0.1⟧/x http://⟦IP 10.0.0.1⟧:80 root@⟦IP 10.0.0.1⟧ ⟦IP 10.0.0.1⟧#53 ip4:⟦IP 10.0.0.1⟧/24 /a/⟦IP 10.0.0.1⟧/b",
    "⟦IP １０．０．０．１⟧ ⟦IP 10.0.0.1⟧... ⟦IP 10.0.0.1⟧,⟦IP 10.0.0.2⟧",
    "localhost/⟦IP 127.0.0.1⟧:6379 db.example.com/⟦IP 10.0.0.5⟧:9042",
  ],
  "versions are no addresses": [
    "version 9.0.18.200 v3.5.2.172 v 1.2.3.4 Version: 1.2.3.4 version=1.2.3.4 release (1.2.3.4)",
    '"version":"1.2.3.4" \\"version\\": \\"1.2.3.4\\" buildVersion: 1.2.3.4 app_version=1.2.3.4 firmware is 1.2.3.4',
    "version number 1.2.3.4 upgrade version to 1.2.3.4 section 1.2.3.4 Table 1.2.3.4 rev 1.2.3.4",
    "tool/4.3.0.3 (linux) Chrome/113.0.55.93 app-1.2.3.4.jar 1.2.3.4-rc1 1.2.3.4+meta 1.2.3.4.nip.io a1.2.3.4",
    "version%3D1.2.3.4 <version>1.2.3.4</version> **Version:** 1.2.3.4",
    "versionNumber: 1.2.3.4 version_number=1.2.3.4 app_build_number: 1.2.3.4 phoneNumber ⟦IP 10.0.0.1⟧",
    "server ⟦IP 10.0.0.1⟧ driver ⟦IP 10.0.0.1⟧ prosecution ⟦IP 10.0.0.1⟧ IPv4: ⟦IP 10.0.0.1⟧",
    "version 2 at ⟦IP 10.0.0.1⟧ version\n⟦IP 10.0.0.1⟧",
  ],
  "IPv6 in every form": [
    "⟦IP 2001:0db8:85a3:0000:0000:8a2e:0370:7334⟧ ⟦IP 2001:DB8::1⟧ ⟦IP fe80::1⟧ ⟦IP ::1⟧ ⟦IP 2001:db8::⟧ ⟦IP ::ffff:10.0.0.1⟧",
    "⟦IP 64:ff9b::203.0.113.7⟧ ⟦IP 1:2:3:4:5:6:10.0.0.1⟧ ⟦IP 0a58:63ab:3bd1:ea1e:1aa5:b227:a844:532d⟧",
    "⟦IP 2001:db8::1⟧. ⟦IP 2001:db8::1⟧: ⟦IP 2001:db8::1⟧, [⟦IP 2001:db8::1⟧]:443 ⟦IP fe80::1⟧/64 https://[⟦IP ::1⟧]:80/",
    "⟦IP fe80::1%eth0⟧ ⟦IP fe80::1%25en0⟧/64 [⟦IP fe80::1%eth0⟧] ⟦IP fe80::1%12⟧ addr=⟦IP fe80::1⟧%2C⟦IP fe80::2⟧%20up",
    "ip6:⟦IP 2001:db8::1⟧ addr:⟦IP fe80::1⟧ src=⟦IP fe80::1⟧ eth0:⟦IP fe80::1⟧",
    String.raw`\n⟦IP fe80::1⟧\n \b⟦IP fe80::1⟧ \f⟦IP fe80::1⟧ \u003c⟦IP fe80::1⟧\u003e %3D⟦IP fe80::1⟧ %20⟦IP 2001:db8::1⟧ \\n⟦IP ::1⟧`,
    "mail.example.com[⟦IP ::1⟧] localhost[⟦IP ::1⟧]:25 unknown[⟦IP 2001::5⟧] x[⟦IP 2001:470:1::25⟧] a[⟦IP 1:2:3:4:5:6:7:8⟧]",
    "到⟦IP 2001:db8::1⟧失 mail.example.com[⟦IP 2001:db8::25⟧]",
  ],
  "colons that are no IPv6": [
    ":: ad:: fe80:: dead::beef std::vector abc::def label:: yes ::: note ::2 1:: a::b::1 1::2::3",
    "bb8b:374d:78e8 10:20:30 ratio 1:2:3:4 port 8080:80 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 12345::1",
    "50:06:01:60:3b:20:19:9a 66:5c:17:d7:bc:6a a[1::2] x[::2] (f)[1::2] m[0][1::3] a[1:2, 1::2] df.values[::1] localhost[1, ::1]",
    "std::sys::unix::fs 19:12:01 ActiveRecord::Base g::1 x::1 2001:db8::1g x-2001:db8::1 2001:db8::1-x",
    "::ffff:300.0.0.1 2001:db8::1:2:3:4:5:6:7",
  ],
};

for (const [claim, texts] of Object.entries(cases))
  test.each(texts.map((text) => [text]))(`${claim}: %s`, (text) => {
    const { plain, redacted } = readMarked(text);
    expect(redactText(plain, piiTypes)).toBe(redacted);
  });
