export type EventKind = 'goal' | 'ownGoal' | 'yellow' | 'red' | 'cancelled' | 'whistle';

export interface GameEvent {
  minute: number;
  kind: EventKind;
  team?: 'home' | 'away';
  player?: string;
}

export interface Side {
  goals: number;
  cards: Map<string, 'yellow' | 'red'>;
  scorers: string[];
}

export interface Game {
  home: Side;
  away: Side;
  over: boolean;
}

function emptySide(): Side {
  return { goals: 0, cards: new Map(), scorers: [] };
}

/** The state of a game after its events. */
export function replay(events: GameEvent[]): Game {
  const game: Game = { home: emptySide(), away: emptySide(), over: false };
  const ordered = [...events].sort((a, b) => a.minute - b.minute);
  for (const event of ordered) {
    if (game.over) throw new RangeError(`an event after the end: ${event.kind}`);
    if (event.kind === 'whistle') {
      game.over = true;
      continue;
    }
    if (event.team === undefined) throw new TypeError(`${event.kind} of no team`);
    const team = game[event.team];
    const other = event.team === 'home' ? game.away : game.home;
    const player = event.player ?? 'unknown';
    switch (event.kind) {
      case 'goal':
        team.scorers.push(player);
        team.goals += 1;
      case 'ownGoal':
        other.goals += 1;
        break;
      case 'cancelled':
        team.goals -= 1;
        team.scorers.pop();
        break;
      case 'yellow':
        team.cards.set(player, team.cards.has(player) ? 'red' : 'yellow');
        break;
      case 'red':
        team.cards.set(player, 'red');
        break;
    }
  }
  return game;
}

export function result(game: Game): string {
  return `${game.home.goals}:${game.away.goals}${game.over ? '' : ' (running)'}`;
}

/** Points of the home team and of the other for a table. */
export function points(game: Game): [number, number] {
  if (game.home.goals > game.away.goals) return [3, 0];
  if (game.home.goals < game.away.goals) return [0, 3];
  return [1, 1];
}

export function sentOff(side: Side): string[] {
  return [...side.cards].filter(([, card]) => card === 'red').map(([player]) => player);
}
