//! Owns how the kiosk looks: theme, text, layout, components, keyboards, and the checks that a screen
//! can be read and hit. A screen is a tree of nodes made anew on every change of state; this room
//! lays it out, paints it and says what a touch means. Decides nothing and does no I/O. Runs on the
//! kiosk's own thread.

pub mod audit;
mod build;
mod cache;
pub mod components;
mod damage;
mod icon;
pub mod keyboard;
mod layout;
mod node;
mod paint;
mod picture;
pub mod screens;
mod shape;
#[cfg(test)]
mod tests;
mod text;
pub mod theme;
mod view;
pub mod vision;

pub use build::{body, column, icon, note, row, space, stack, strong, text, title};
pub use damage::damage;
pub use icon::Icon;
pub use node::{Align, Flow, Kind, Length, Node, Press, State};
pub use paint::Painter;
pub use picture::{Picture, Zoom};
pub use text::Fonts;
pub use theme::{Palette, Role, Style, Theme};
pub use view::{Stage, View};
