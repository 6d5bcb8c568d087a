import { mount } from 'svelte';
import App from './App.svelte';
import './ui/page.css';

const target = document.getElementById('page');
if (!target) throw new Error('index.html has no element with the id "page"');
// What stood there while the program came.
target.replaceChildren();
mount(App, { target });
