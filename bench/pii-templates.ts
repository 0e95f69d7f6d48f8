// Texts as people and tools write them, with holes: `{name}` is filled by the part of that name. Written from the policy
// alone, clause by clause; a kind's name says where its texts come from.
export type Kind = { name: string; texts: readonly string[] };

/** Texts of which some hold entities, and look-alikes beside them. */
export const mixed: readonly Kind[] = [
  {
    name: "prose",
    texts: [
      "Hi {name}, please call {phone} or write to {mail}. Thanks!",
      "My number is {phone}; my social is {ssn}.",
      "You can reach me on {phonebare} after 5pm, order {bareten} is late.",
      "Text me at {phonebare}, or fax {phone}.",
      "Card {cardspaced} 04/26 123, name {name} {name}",
      "{name}'s card ({card}) and SSN ({ssn}) leaked from {ip}.",
      "It bounced: {mail}... try {mail}?",
      "see {mail}—{name} knows; {mail}'s inbox is full",
      "The DNS servers are {ip4} and {ip6}.",
      "Blocked {ip4}, {ip6}; range {ip4}-{ip4} and {ip4}–{ip4}!",
      "social security number {ssnloose} belongs to {name}",
      "SSN: {ssnloose}, phone: {phonebare}, zip {barenine}",
      "(call {phone}) [fax {phone}] “{mail}” ‘{phone}’",
      "WhatsApp {phonebare} / hotline {phonebare} / cell: {phonebare}",
      "write to {mailspelt} for access",
      "Version 2 runs at {ip4}, see section 3 on {ip6}",
    ],
  },
  {
    name: "i18n",
    texts: [
      "请联系{mail}或拨打电话{phonebare}。",
      "服务器到{ip4}失败，{ip6}正常",
      "メールは{mail}まで、電話は{phone}です",
      "Звоните {phone}, тел. {phonebare}, почта {mail}и",
      "Téléphone : {phonebare} — courriel : {mail}",
      "الهاتف {phonebare} البريد {mail}",
      "📞{phone}📧{mail}💳{card}",
    ],
  },
  {
    name: "log",
    texts: [
      '{ip} - - [28/Nov/2025:06:12:41 +0000] "GET /api/{uuid}?email={mailpercent} HTTP/1.1" 200 {int} "-" "Mozilla/5.0 Chrome/{quad}"',
      "{stamp} INFO [{uuid}] login user={mail} ip={ip} took={int}ms trace={hash}",
      "{stamp} WARN audit ssn={ssn} card={card} phone={phone} order={bareten}",
      "Nov 11 {time} host sshd[{int}]: Failed password for root from {ip} port {int} ssh2",
      "sshd: Connection closed by authenticating user {ip4} port {int} [preauth]",
      "kernel: IN=eth0 MAC={mac} SRC={ip4} DST={ip4} LEN={int}",
      "postfix/smtpd[{int}]: connect from mail.example.com[{ip}]: to=<{mail}>",
      'nginx: upstream timed out, client: {ip}, server: _, upstream: "http://{ip4}:3000/v1"',
      "tcp 0 0 {ip4}:8080 {ip4}:* LISTEN {int}/node",
      "x-forwarded-for:{ip}\\r\\nx-user:{mail}\\r\\nx-ms: {epoch}\\r\\n",
      "inet {ip4}/24 brd {ip4} scope global eth0\n    inet6 {ip6}/64 scope link\n    inet6 {ipzone}",
      'Proxy-For: "[{ip6}]:4711" for={ip4};proto=https;by={ip4}',
      "v=spf1 ip4:{ip4}/24 ip6:{ip6}/32 include:_spf.example.com ~all",
    ],
  },
  {
    name: "json",
    texts: [
      '{"id":"{uuid}","email":"{mail}","phone":"{phone}","version":"{quad}","ts":{epoch}}',
      '{"order_id":"{bareten}","home_phone":"{phonebare}","ssn":"{ssnloose}","ip":"{ip}"}',
      '{"customerPhone":"{phonebare}","accountId":"{bareten}","cardNumber":"{card}","hash":"{hash}"}',
      '[{"text":"{\\"to\\":\\"{mail}\\",\\"tel\\":\\"{phonebare}\\",\\"ip\\":\\"{ip}\\"}"}]',
      '{"text":"Contact:\\n{mail}\\n{phone}\\n\\t{ssn}\\r\\n{card}\\n{ip}\\n"}',
      '{"html":"\\u003c{mail}\\u003e \\u003ctd\\u003e{phone}\\u003c/td\\u003e \\u0022{ip}\\u0022"}',
      '{"user":{"email":"{mail}","ips":["{ip}","{ip}"]},"buildVersion":"{quad}","price":"{price}"}',
      '{"toolCallId":"{bareten}","sku":"{barenine}","tel":"{phonebare}","at":"{stamp}"}',
      '{"a":"\\\\n{mail}","b":"C:\\\\{ip4}","c":"\\/{ip}"}',
    ],
  },
  {
    name: "code",
    texts: [
      'u = User(email="{mail}", phone=\'{phone}\', ssn="{ssn}")  # {hash}',
      "const host = `http://{ip4}:8080/{uuid}`; // by {mail}",
      "commit {hash}\nAuthor: {name} <{mail}>\nDate:   {stamp}\n\n    Bump to {semver}, v{quad}\n    Co-authored-by: {name} <{mail}>",
      "GRANT ALL TO 'svc'@'{ip4}'; -- {date} {float}",
      "postgres://svc:{hash}@{ip4}:5432/prod redis://:{hash}@[{ip6}]:6379/0",
      "ssh root@{ip4} && git clone git@github.com:org/repo.git # ask {mail}",
      "User(ip='{ip}') at std::sys::unix::fs a[1::2] {time}",
      "[u'{mail}', b'{mail}', r\"{mail}\"]",
    ],
  },
  {
    name: "table",
    texts: [
      "name,email,phone,ssn,ip\n{name},{mail},{phone},{ssn},{ip}\n{name},{mail},{phone},{ssn},{ip}",
      "name;card;total\n{name};{card};{price}\n{name};{card};{float}",
      "id\tphone\tssn\tip\n{int}\t{phone}\t{ssn}\t{ip}\n{int}\t{phone}\t{ssn}\t{ip}",
      "| Name | Email | Phone |\n|---|---|---|\n| {name} | {mail} | {phone} |",
      "|{mail}|{phone}|{ssn}|{card}|{ip}|{uuid}|",
      "NAME READY IP\nweb-{hash} 1/1 {ip4} ip-10-0-1-23.ec2.internal",
    ],
  },
  {
    name: "markup",
    texts: [
      '<p>Contact <a href="mailto:{mail}?subject=Hi">{mail}</a> or <a href="tel:{phone}">{phone}</a></p>',
      "&lt;{mail}&gt; &nbsp;{phone} &amp;{ip} &quot;{ssn}&quot;",
      "- **Owner**: [{name}](mailto:{mail})\n- **Phone**: `{phone}`\n- **Host**: `{ip}`",
      "Hello <mailto:{mail}|{mail}>, call <tel:{phone}|{phone}> re <https://x.example.com/t/{int}|#{int}>",
      "<td>{ssn}</td><td>{card}</td><td>{ip}</td><td>{ip4}</td>",
      "BEGIN:VCARD\nVERSION:3.0\nTEL;TYPE=WORK,VOICE:{phonebare}\nTEL;TYPE=CELL:{phone}\nEMAIL;TYPE=INTERNET:{mail}\nREV:{stamp}\nEND:VCARD",
      'From: {name} <{mail}>\nTo: "{name}" <{mail}>,{mail}\nMessage-ID: <{mailid}>\nReceived: from x ([{ip}]) by y; {date}',
    ],
  },
  {
    name: "url",
    texts: [
      "https://x.com/u?email={mailpercent}&phone={phonepercent}&ip={ip4}%2C{ip4}&t={epoch}",
      "/users?filter=email%3D{mailpercent}%26active%3Dtrue",
      "https://[{ip6}]:8443/v1?q=up http://{ip4}/admin",
      "q=%20{phone}%20and%2C{ssn}%3C{ip4}%3E",
      "sms:{phone} tel:{phone} phone={phonebare}&id={bareten}",
      "write {mailescaped} (not @{word} nor {word}@{word})",
    ],
  },
];

/** Texts in which there is nothing. */
export const harmless: readonly Kind[] = [
  {
    name: "ids",
    texts: [
      "order {bareten}, invoice {barenine}, ticket #{int}, tracking {track}",
      "{uuid} {hash} {mac}",
      "ORD-{badssnlike} doc-703-14-3142 {uuid}-01",
      "arn:aws:iam::{account}:role/x vpc-{hash} i-{hash}",
      "account {bareten} routing {barenine} confirmation {bareten}",
      "toolCallId={bareten} call id {bareten} phone order {bareten}",
      "NPI {bareten} count {bareten} {word} {bareten}",
      "{iban} {isbn} ISBN {bareten}",
      "imei {badcard} ref {badcard} card {badcard}",
    ],
  },
  {
    name: "time",
    texts: [
      "{stamp} {date} {time} {epoch}",
      "created {epoch} updated {epoch} ttl {int}",
      "at {time} and {time}, {date}-{int}",
      "[{stamp}] took {float}s, {price} of {price}",
    ],
  },
  {
    name: "version",
    texts: [
      "version {quad} v{quad} Version: {quad} ver={quad} release ({quad})",
      "Chrome/{quad} tool/{quad} (linux) app-{quad}.jar {quad}-rc1 {quad}+meta",
      "firmware is {quad}, build {quad}; fw {quad}, rev {quad} section {quad} Table {quad}",
      '{"app_version":"{quad}","buildVersion":"{quad}","oid":"{oid}"}',
      '<version>{quad}</version> "version": "{quad}", patch \'{quad}\'',
      "react@{semver} foo@{semver} pkg@^{semver} {oid} {quad}.{int}.{int}",
      "versionNumber: {quad} version_number={quad}",
    ],
  },
  {
    name: "near misses",
    texts: [
      "call {badphone} or dial {badphone}",
      "ssn {badssn} and {badssn}",
      "{word} {bareten} {word} {barenine}",
      "user@host @{word} @scope/{word} logo@2x.png @jane@mastodon.social",
      "git@github.com:org/repo.git deploy@host.example.com:/srv/{word} https://user:{hash}@host.com/x",
      "std::vector abc::def label:: ::: fe80:: ActiveRecord::Base a[1::2] x[::2]",
      "ratio 1:2:3:4 port 8080:80 {time} {mac} EUI {mac}",
      "256.1.1.1 1.2.3 01.2.3.4 {float} {coords} {price}",
    ],
  },
  {
    name: "tool",
    texts: [
      '{"id":"{uuid}","version":"{semver}","count":{int},"ts":{epoch},"created":"{stamp}","sha":"{hash}","cursor":"{base64}"}',
      "CREATE INDEX idx_{bareten} ON t_{account} (a, b); -- {int} ms",
      '<path d="M12.239 4.20l-8.37 9.89h63v-44z" fill="#829c05"/>',
      "rpc error: code = Unavailable desc = stream {hash} reset after {int}us, window {int}",
      "color:#{hash6};border:1px solid rgba(116,180,21,0.5)",
      "ssh-rsa {base64}{base64} {word}@{word}",
      "    at Object.<anonymous> (/app/dist/{word}.js:{int}:17)\n    at {word} ({word}.ts:{int}:3)",
      "diff --git a/x b/x\nindex {hash}..{hash} 100644\n@@ -12,7 +12,9 @@ {word}",
      "{coords} {coords} zoom {float}",
    ],
  },
  {
    name: "prose",
    texts: [
      "The {word} of {date} cost {price}; see chapter 4, {name} said.",
      "{name} moved to 4241 {name}strasse 73, 77233 {name}ville, unit 1293 box 4311",
      "{name} scored 3-0, then 21-19, in {int} minutes at 20:15.",
      "About {int} people, 50 % of {int}, paid {price} in 2019-2024.",
    ],
  },
];
