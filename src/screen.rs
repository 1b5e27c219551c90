//! The program with a screen: ties the terminal, the state, its picture and the workers together.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sipdis::app::{App, Msg, Settings};
use sipdis::archive::{Archive, Origin, cache};
use sipdis::cli::{self, Wanted};
use sipdis::config::ThemeName;
use sipdis::library::Searches;
use sipdis::runtime::{self, Event, Opened, Queue, Window};
use sipdis::term::{Depth, Env, Input, Screen};
use sipdis::ui::{self, ColourDepth};

/// Shows cables until the person leaves. What went wrong is told after the terminal was given back.
pub fn show(wanted: Wanted) -> ExitCode {
    match run(wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::complain(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(Wanted { origins, theme }: Wanted) -> anyhow::Result<()> {
    let env = Env::of_process();
    let depth = colours(Depth::from_env(&env)?);
    let of_environment = || ThemeName::of_environment(env.no_color.as_deref(), env.colorfgbg.as_deref());
    let theme = theme.unwrap_or_else(of_environment);
    let title = title(&origins);
    let queue = Queue::new();
    let events = queue.sender();
    let mut screen = Screen::take(move |input| events.send(event(input)).is_ok())?;
    let (width, height) = screen.refresh();
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let mut app = App::new(Settings { title, today, theme, width, height });
    let mut shown = Shown { screen, depth };
    let archive = Archive::new(origins).kept_in(cache::root_of_this_process());
    let opened = Opened::new(archive).remembering(Searches::of(|name| std::env::var_os(name)));
    runtime::run(&mut app, Arc::new(opened), &mut shown, queue)?;
    Ok(())
}

/// What is opened, in few words.
fn title(origins: &[Origin]) -> String {
    let names = origins.iter().map(|origin| match origin {
        Origin::Path(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        Origin::Stdin(_) => "standard input".to_owned(),
        Origin::Sample => "sample cables".to_owned(),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn event(input: Input) -> Event {
    match input {
        Input::Key(key) => Event::Msg(Msg::Key(key)),
        Input::Paste(text) => Event::Msg(Msg::Paste(text)),
        Input::Resized => Event::Resized,
        Input::Continued => Event::Continued,
        Input::Failed(message) => Event::Failed(message),
    }
}

/// The terminal's word for how many colours there are, in the word of the pictures.
fn colours(depth: Depth) -> ColourDepth {
    match depth {
        Depth::Mono => ColourDepth::None,
        Depth::Sixteen => ColourDepth::Sixteen,
        Depth::Palette => ColourDepth::TwoFiftySix,
        Depth::True => ColourDepth::True,
    }
}

/// The state's picture on the terminal.
struct Shown {
    screen: Screen,
    depth: ColourDepth,
}

impl Window<App> for Shown {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        self.screen.draw(|buffer| ui::draw(app, self.depth, buffer))
    }

    fn refresh(&mut self) -> io::Result<(u16, u16)> {
        Ok(self.screen.refresh())
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.screen.suspend()
    }

    fn resume(&mut self) -> io::Result<()> {
        self.screen.resume()
    }
}
