mod backends;
mod files;
mod rewriting;
