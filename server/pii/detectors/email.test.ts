import { expect, test } from "vitest";
import { piiTypes } from "@/server/pii/entities";
import { readMarked } from "@/server/pii/marked-text";
import { redactText } from "@/server/pii/redact";

const long = "a".repeat(64);

const cases: Record<string, string[]> = {
  "the form of an address": [
    "⟦EMAIL jane@x.com⟧",
    "⟦EMAIL jane.doe+tag_1@mail.example.co.uk⟧, ⟦EMAIL _x@x.io⟧; ⟦EMAIL 4155550123@vtext.com⟧",
    "⟦EMAIL o'brien@x.com⟧ 'jane@'",
    "'⟦EMAIL jane@x.com⟧' \"⟦EMAIL jane@x.com⟧\" `⟦EMAIL jane@x.com⟧` <⟦EMAIL jane@x.com⟧>",
    "[u'⟦EMAIL jane@x.com⟧', b'⟦EMAIL bob@x.com⟧']",
    "…⟦EMAIL jane@x.com⟧ ...⟦EMAIL jane@x.com⟧ -⟦EMAIL jane@x.com⟧ +⟦EMAIL jane@x.com⟧",
    "a..⟦EMAIL b@x.com⟧ a.@x.com .@x.com @x.com",
    `⟦EMAIL ${long}@x.com⟧ a${long}@x.com`,
    "a=⟦EMAIL b@x.com⟧&c=⟦EMAIL d@x.com⟧/⟦EMAIL e@x.com⟧?⟦EMAIL f@x.com⟧!⟦EMAIL g@x.com⟧#⟦EMAIL h@x.com⟧",
    "a$⟦EMAIL b@x.com⟧ a*⟦EMAIL b@x.com⟧ {⟦EMAIL b@x.com⟧} a|⟦EMAIL b@x.com⟧|~⟦EMAIL b@x.com⟧^⟦EMAIL b@x.com⟧",
    "⟦EMAIL a@x.com⟧,⟦EMAIL b@x.com⟧;⟦EMAIL c@x.com⟧+⟦EMAIL d@x.com⟧",
    "⟦EMAIL JANE@EXAMPLE.COM⟧ ⟦EMAIL jane@localhost.localdomain.lan⟧ ⟦EMAIL a@b.test⟧ ⟦EMAIL a@b.onion⟧",
  ],
  "the domain is the longest run of labels that ends in a top-level domain": [
    "⟦EMAIL jane@x.com⟧. Next ⟦EMAIL jane@x.com⟧... ⟦EMAIL jane@x.com⟧'s ⟦EMAIL jane@x.com⟧—Jane",
    "⟦EMAIL jane@x.com⟧.foobar1 ⟦EMAIL jane@x.com⟧/path ⟦EMAIL jane@x.com⟧?subject=Hi ⟦EMAIL jane@x.com⟧)",
    "jane@x jane@x.foo1 jane@-x.com jane@.com jane@x..com jane@localhost",
    "⟦EMAIL jane@xn--bcher-kva.xn--p1ai⟧ ⟦EMAIL jane@xn--mnchen-3ya.org⟧ ⟦EMAIL jane@bücher.de⟧",
    `⟦EMAIL a@${"b".repeat(63)}.com⟧ a@${"b".repeat(64)}.com`,
    "⟦EMAIL jane@x.com⟧-Jane ⟦EMAIL jane@x.com⟧-- ⟦EMAIL jane@x.co-op.org⟧",
  ],
  "letters of one script family": [
    "メールは⟦EMAIL jane@x.com⟧まで",
    "请发邮件到⟦EMAIL li.wei@163.com⟧，谢谢",
    "почта:⟦EMAIL jane@x.com⟧и",
    "⟦EMAIL иван@пример.рф⟧ ⟦EMAIL josé.müller@x.com⟧ ⟦EMAIL 李雷@例子.中国⟧ ⟦EMAIL jane@x.com⟧으로",
    "البريد⟦EMAIL jane@x.com⟧",
  ],
  "other ways to write @": [
    "?q=⟦EMAIL jane%40x.com⟧&y=1 email%3D⟦EMAIL noreply%40hotmail.com⟧%26active",
    "%3D⟦EMAIL jane%2Bx%2Ey%2Dz%5Fw%40x.com⟧%26 a%20⟦EMAIL b%40x.com⟧ %2B⟦EMAIL b%40x.com⟧",
    "⟦EMAIL jane&#64;x.com⟧ ⟦EMAIL jane&#x40;x.com⟧ ⟦EMAIL jane&commat;x.com⟧ ⟦EMAIL jane&#X40;x.com⟧",
    String.raw`{"email":"⟦EMAIL jane.doe\u0040x.com⟧"} "⟦EMAIL a\\u0040x.com⟧"`,
    "⟦EMAIL jane＠x.com⟧ ⟦EMAIL ｊａｎｅ＠ｘ．ｃｏｍ⟧",
    "⟦EMAIL jane [at] x [dot] com⟧, ⟦EMAIL jane(at)x.com⟧ ⟦EMAIL jane {at} mail{dot}x{dot}org⟧.",
    "⟦EMAIL jane[AT]x[DOT]com⟧ jane at x dot com jane [at] home",
    "⟦EMAIL john [dot] doe [at] x [dot] com⟧ for access",
  ],
  "escapes before it are not part of it": [
    String.raw`Contact:\n⟦EMAIL jane@x.com⟧\n\t⟦EMAIL b@x.com⟧\r\n\\n⟦EMAIL nina@x.com⟧\"⟦EMAIL c@x.com⟧\"`,
    String.raw`"\u003c⟦EMAIL elena@x.com⟧\u003e" \u0022⟦EMAIL b@x.com⟧ \/⟦EMAIL b@x.com⟧\\⟦EMAIL k@x.com⟧`,
    "q=%3C⟦EMAIL jane@x.com⟧%3E &lt;⟦EMAIL jane@x.com⟧&gt; %20⟦EMAIL abe@x.com⟧",
    "mailto:⟦EMAIL jane@x.com⟧?subject=%20Hi mailto:⟦EMAIL b@x.com⟧",
  ],
  "what counts although it is no person": [
    "<⟦EMAIL CAF+abc_12@mail.gmail.com⟧> bounce+jane=⟦EMAIL y.com@lists.x.org⟧ ⟦EMAIL no-reply@x.com⟧",
    "⟦EMAIL jane@x.com⟧:hunter2 ⟦EMAIL jane@x.com⟧: /home ssh ⟦EMAIL user@host.example.com⟧ now",
  ],
  "not an address": [
    "user@host react@18.2.0 @scope/pkg @Override @jane @jane@mastodon.social logo@2x.png",
    "image@sha256:49e2387bb8d766eed102c6b5 actions/checkout@v4 foo@git+https://github.com/x/y.git@v1.2.3",
    "https://user:pass@host.com/x postgres://svc:p%40ss@db.example.com:5432/prod ftp://jane@x.com",
    "url=https%3A%2F%2Fuser%3Apw%40host.com%2Fx amqp://a:b!c$d@mq.example.com",
    "git@github.com:org/repo.git deploy@x.example.com:~/app deploy@x.com:.ssh scp a@x.com:/tmp/a me@x.com:repo.git",
    "user@⟦IP 10.0.0.1⟧ a@b@c %40jane%40mastodon.social",
  ],
  "a URL does not hide the address in its path, its query, or behind it": [
    "https://x.com/?email=⟦EMAIL jane@x.com⟧ https://x.com/u/⟦EMAIL jane@x.com⟧ https://acme.com,⟦EMAIL jane@x.com⟧",
    "https://x.com|⟦EMAIL jane@x.com⟧ https://x.com ⟦EMAIL jane@x.com⟧ https://x.com/#⟦EMAIL jane@x.com⟧",
    "//⟦EMAIL jane@x.com⟧ mailto://⟦EMAIL jane@x.com⟧ sip:⟦EMAIL jane@x.com⟧:5060",
  ],
};

for (const [claim, texts] of Object.entries(cases))
  test.each(texts.map((text) => [text]))(`${claim}: %s`, (text) => {
    const { plain, redacted } = readMarked(text);
    expect(redactText(plain, piiTypes)).toBe(redacted);
  });
