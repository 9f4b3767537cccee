import { newCid } from '../shared/connection';
import { type Ack, type AgentCommand, type AgentStatus, ProtocolError, type Verdict } from '../shared/protocol';
import type { Desk, Link } from './desk';
import type { Held, Outgoing } from './state';

/** The visitor's bubble shows typing for some seconds after each signal; more of them say nothing. */
const TYPING_EVERY_MS = 3_000;

/** What the agent can do. Each of these ends in the desk's state: refusals become one plain sentence there. */
export class Actions {
  private typing: { conversation: string; at: number } | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly link: Link,
  ) {}

  async setStatus(status: AgentStatus): Promise<void> {
    const before = this.desk.state.status;
    this.desk.update({ status });
    const ack = await this.attempt({ type: 'status', status });
    if (ack === null && this.desk.state.status === status) this.desk.update({ status: before });
  }

  /** Accepts an offer; the conversation opens when it is ours. */
  async accept(conversation: string): Promise<void> {
    await this.take('accept', conversation);
  }

  /** Takes one from the waiting line; the conversation opens when it is ours. */
  async claim(conversation: string): Promise<void> {
    await this.take('claim', conversation);
  }

  async decline(conversation: string): Promise<void> {
    const ack = await this.alone(conversation, { type: 'decline', conversation });
    if (ack !== null) this.desk.withdraw(conversation);
  }

  async release(held: Held, to: 'bot' | 'queue'): Promise<void> {
    await this.giveAway(held, { type: 'release', conversation: held.conversation, fence: held.fence, to });
  }

  /** Hands the conversation to a colleague first, or to whoever has a skill. */
  async transfer(held: Held, to: { agent: string } | { skill: string }, note: string): Promise<void> {
    await this.giveAway(held, {
      type: 'transfer',
      conversation: held.conversation,
      fence: held.fence,
      to,
      ...(note && { note }),
    });
  }

  async close(held: Held, verdict: Verdict | null, outcome: string): Promise<void> {
    await this.giveAway(held, {
      type: 'close',
      conversation: held.conversation,
      fence: held.fence,
      ...(verdict && { verdict }),
      ...(outcome && { outcome }),
    });
  }

  /** Sends a reply or a note; it stands in the transcript as "sending" until its event comes. */
  async write(held: Held, kind: 'send' | 'note', text: string): Promise<void> {
    this.stopTyping();
    const words: Outgoing = { cid: newCid(), kind, text, refused: null };
    this.desk.change(held.conversation, { outgoing: [...held.outgoing, words] });
    await this.deliver(held, words);
  }

  /** Sends again what was refused, under the same client id and the fence of now. */
  async writeAgain(held: Held, words: Outgoing): Promise<void> {
    this.putWords(held.conversation, { ...words, refused: null });
    await this.deliver(held, words);
  }

  discard(conversation: string, cid: string): void {
    const held = this.desk.state.held.get(conversation);
    if (held === undefined) return;
    this.desk.change(conversation, { outgoing: held.outgoing.filter((words) => words.cid !== cid) });
  }

  /** The agent is typing a reply to the visitor. Cheap to call at every key. */
  typed(conversation: string): void {
    const now = this.desk.now();
    const last = this.typing;
    if (last?.conversation === conversation && now - last.at < TYPING_EVERY_MS) return;
    if (last !== null && last.conversation !== conversation) this.stopTyping();
    this.typing = { conversation, at: now };
    this.link.send({ type: 'typing', conversation, on: true });
  }

  stopTyping(): void {
    if (this.typing === null) return;
    this.link.send({ type: 'typing', conversation: this.typing.conversation, on: false });
    this.typing = null;
  }

  private async take(type: 'accept' | 'claim', conversation: string): Promise<void> {
    this.desk.selectWhenOurs(conversation);
    const item = this.desk.state.waiting.find((waiting) => waiting.conversation === conversation);
    const isItem = item !== undefined && item.kind !== 'chat';
    // A work item that is still there is refused for one reason only.
    const explain = (code: string): string => (isItem && code === 'wrong_state' ? 'visitor_is_back' : code);
    const ack = await this.alone(conversation, { type, conversation }, explain);
    if (ack === null) this.desk.notAwaited(conversation);
  }

  private async giveAway(held: Held, command: AgentCommand): Promise<void> {
    this.stopTyping();
    this.desk.leave(held.conversation, true);
    if ((await this.alone(held.conversation, command)) === null) this.desk.leave(held.conversation, false);
  }

  private async deliver(held: Held, words: Outgoing): Promise<void> {
    const { conversation } = held;
    const fence = this.desk.state.held.get(conversation)?.fence ?? held.fence;
    try {
      await this.link.command({ type: words.kind, conversation, fence, text: words.text }, words.cid);
    } catch (error) {
      this.putWords(conversation, { ...words, refused: codeOf(error) });
    }
  }

  private putWords(conversation: string, words: Outgoing): void {
    const held = this.desk.state.held.get(conversation);
    if (held === undefined) return;
    const outgoing = held.outgoing.map((other) => (other.cid === words.cid ? words : other));
    this.desk.change(conversation, { outgoing });
  }

  /** One command at a time about the conversation: its buttons are off until the answer is there. */
  private async alone(
    conversation: string,
    command: AgentCommand,
    explain?: (code: string) => string,
  ): Promise<Ack | null> {
    this.desk.update({ busy: new Set(this.desk.state.busy).add(conversation) });
    const ack = await this.attempt(command, explain);
    const busy = new Set(this.desk.state.busy);
    busy.delete(conversation);
    this.desk.update({ busy });
    return ack;
  }

  /** The server's ack; null where it refused, which has then been said. */
  private async attempt(
    command: AgentCommand,
    explain: (code: string) => string = (code) => code,
  ): Promise<Ack | null> {
    try {
      return await this.link.command(command);
    } catch (error) {
      this.desk.fail(explain(codeOf(error)));
      return null;
    }
  }
}

function codeOf(error: unknown): string {
  if (error instanceof ProtocolError) return error.code;
  throw error;
}
