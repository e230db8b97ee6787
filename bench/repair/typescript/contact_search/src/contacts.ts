export interface Contact {
  name: string;
  email?: string;
  tags?: string[];
}

function matches(contact: Contact, words: string[]): boolean {
  const text = `${contact.name} ${contact.email ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export function search(contacts: Contact[], query: string): Contact[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return contacts.filter((contact) => matches(contact, words));
}

export function byTag(contacts: Contact[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const contact of contacts) {
    for (const tag of contact.tags!) {
      const names = found.get(tag) ?? [];
      names.push(contact.name);
      found.set(tag, names);
    }
  }
  return found;
}
